-- facts by their keys, each in its paragraph: what stands before and after its sentence, the sentence cut at the words
with
wanted as (select unnest($keys::varchar[]) as key, generate_subscripts($keys::varchar[], 1) as position),
facts as (
    select figure_key as key, 'figure' as fact, sentence_key, statement_key, speaker_key, affiliation_key, section,
        mode, is_counted, rule, start_offset, end_offset,
        concat_ws(' · ', qualifier, unit, rate, if(assertion = 'asserted', null, assertion),
            'source: ' || coalesce(source, 'not stated')) as detail
    from marts.fct_cited_figure where figure_key in (select key from wanted)
    union all
    select quotation_key, 'quotation', sentence_key, statement_key, speaker_key, affiliation_key, section,
        mode, is_counted, rule, start_offset, end_offset, null
    from marts.fct_quotation where quotation_key in (select key from wanted)
    union all
    select position_key, 'position', sentence_key, statement_key, speaker_key, affiliation_key, section,
        mode, is_counted, rule, start_offset, end_offset,
        concat_ws(' · ', stance, (select label from marts.dim_issue as i where i.issue = p.issue))
    from marts.fct_position as p where position_key in (select key from wanted)
    union all
    select alignment_key, 'alignment', sentence_key, statement_key, speaker_key, affiliation_key, section,
        mode, is_counted, rule, start_offset, end_offset, concat_ws(' ', replace(relation, '_', ' '), with_name)
    from marts.fct_alignment where alignment_key in (select key from wanted)
    union all
    select citation_key, 'instrument', sentence_key, statement_key, speaker_key, affiliation_key, section,
        mode, is_counted, rule, start_offset, end_offset,
        (select name from marts.dim_instrument as i where i.instrument_key = c.instrument_key)
    from marts.fct_instrument_citation as c where citation_key in (select key from wanted)
    union all
    select vote_key, 'vote', sentence_key, statement_key, speaker_key, affiliation_key, section,
        mode, is_counted, rule, start_offset, end_offset, concat_ws(' · ', vote, draft)
    from marts.fct_vote where vote_key in (select key from wanted)
    union all
    select sentence_key, 'sentence', sentence_key, statement_key, speaker_key, affiliation_key, section,
        mode, is_counted, rule, start_offset, end_offset, null
    from marts.fct_sentence where sentence_key in (select key from wanted)
    union all
    select statement_key, 'statement', sentence_key, statement_key, speaker_key, affiliation_key, section,
        mode, is_counted, rule, start_offset, end_offset, null
    from marts.fct_sentence where statement_key in (select key from wanted)
    qualify row_number() over (partition by statement_key order by not is_counted, ordinal) = 1
)
select
    facts.key, facts.fact, facts.detail, facts.section, facts.mode, facts.is_counted, facts.rule, facts.speaker_key,
    facts.start_offset, facts.end_offset,
    -- a quotation may begin or end in another sentence than the one it belongs to
    least(sentences.start_offset, facts.start_offset) as sentence_start,
    greatest(sentences.end_offset, facts.end_offset) as sentence_end,
    substr(documents.text, sentences.paragraph_start + 1, sentence_start - sentences.paragraph_start) as before,
    substr(documents.text, sentence_start + 1, facts.start_offset - sentence_start) as sentence_before,
    substr(documents.text, facts.start_offset + 1, facts.end_offset - facts.start_offset) as words,
    substr(documents.text, facts.end_offset + 1, sentence_end - facts.end_offset) as sentence_after,
    substr(documents.text, sentence_end + 1, sentences.paragraph_end - sentence_end) as after,
    speakers.name as speaker, statements.role, affiliations.name as affiliation,
    sentences.paragraph_ordinal, documents.document_key, documents.title, documents.symbol, documents.published_on, documents.source_url,
    documents.source_name, documents.source_path, documents.publisher, documents.is_official_record
from wanted
inner join facts using (key)
inner join marts.fct_sentence as sentences on sentences.sentence_key = facts.sentence_key
inner join marts.dim_document as documents on documents.document_key = sentences.document_key
left join marts.fct_statement as statements on statements.statement_key = facts.statement_key
left join marts.dim_speaker as speakers on speakers.speaker_key = facts.speaker_key
left join marts.dim_affiliation as affiliations on affiliations.affiliation_key = facts.affiliation_key
order by wanted.position

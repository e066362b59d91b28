-- everything found in a document that has a span: sentences with their speakers, and facts within them
select 'speaker' as fact, s.sentence_key as key, s.start_offset, s.end_offset, s.is_counted, s.speaker_key,
    s.statement_key, s.mode, sp.name as label
from marts.fct_sentence as s
inner join marts.dim_speaker as sp using (speaker_key)
where s.document_key = $document
union all
select 'quotation', quotation_key, start_offset, end_offset, is_counted, speaker_key, statement_key, mode, 'quotation'
from marts.fct_quotation where document_key = $document
union all
select 'figure', figure_key, start_offset, end_offset, is_counted, speaker_key, statement_key, mode,
    concat_ws(' · ', qualifier, unit)
from marts.fct_cited_figure where document_key = $document
union all
select 'instrument', c.citation_key, c.start_offset, c.end_offset, c.is_counted, c.speaker_key, c.statement_key,
    c.mode, i.name
from marts.fct_instrument_citation as c inner join marts.dim_instrument as i using (instrument_key)
where c.document_key = $document
union all
select 'position', p.position_key, p.start_offset, p.end_offset, p.is_counted, p.speaker_key, p.statement_key,
    p.mode, p.stance || ': ' || i.label
from marts.fct_position as p inner join marts.dim_issue as i using (issue)
where p.document_key = $document and p.stance != 'none'
order by start_offset, end_offset desc, fact, key

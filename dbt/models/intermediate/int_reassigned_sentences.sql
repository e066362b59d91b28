with

overrides as (
    select
        documents.document_key, overrides.text, overrides.start_offset, {{ fold_name('overrides.value') }} as folded_name
    from {{ ref('stg_fact_overrides') }} as overrides
    inner join {{ ref('stg_documents') }} as documents using (document_identity)
    where overrides.table_name = 'fct_sentence' and overrides.column_name = 'speaker'
),

speakers as (
    select document_key, statements.statement_ordinal, speakers.folded_name, speakers.speaker_name
    from {{ ref('int_speaker_resolution') }} as speakers
    inner join {{ ref('stg_statements') }} as statements using (document_key, speaker_ordinal)
    where document_key in (select document_key from overrides)
),

-- the first statement in that document of the speaker named; none named: narration
targets as (
    select document_key, {{ fold_name('speaker_name') }} as folded_name, statement_ordinal from speakers
    union all
    select document_key, folded_name, statement_ordinal from speakers
)

select
    sentences.document_key,
    sentences.sentence_ordinal,
    min(targets.statement_ordinal) as statement_ordinal
from {{ ref('stg_sentences') }} as sentences
inner join overrides
    on overrides.document_key = sentences.document_key
    and overrides.text = sentences.text
    and (overrides.start_offset is null or overrides.start_offset = sentences.start_offset)
left join targets
    on targets.document_key = sentences.document_key and targets.folded_name = overrides.folded_name
group by all

with

overrides as (
    select document_identity, text, start_offset, {{ fold_name('value') }} as folded_name
    from {{ ref('stg_fact_overrides') }}
    where table_name = 'fct_sentence' and column_name = 'speaker'
),

speakers as (
    select * from {{ ref('int_speaker_resolution') }}
),

statements as (
    select * from {{ ref('stg_statements') }}
),

-- the first statement in that document of the speaker named; none named: narration
targets as (
    select speakers.document_key, {{ fold_name('speakers.speaker_name') }} as folded_name, statements.statement_ordinal
    from speakers
    inner join statements using (document_key, speaker_ordinal)
    union all
    select speakers.document_key, speakers.folded_name, statements.statement_ordinal
    from speakers
    inner join statements using (document_key, speaker_ordinal)
)

select
    sentences.document_key,
    sentences.sentence_ordinal,
    min(targets.statement_ordinal) as statement_ordinal
from {{ ref('stg_sentences') }} as sentences
inner join {{ ref('stg_documents') }} as documents using (document_key)
inner join overrides
    on overrides.document_identity = documents.document_identity
    and overrides.text = sentences.text
    and (overrides.start_offset is null or overrides.start_offset = sentences.start_offset)
left join targets
    on targets.document_key = sentences.document_key and targets.folded_name = overrides.folded_name
group by all

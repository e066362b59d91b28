{{ config(materialized='incremental') }}

select
    {{ context_columns() }},
    facts.sentence_ordinal as ordinal,
    facts.paragraph_ordinal,
    facts.paragraph_start,
    facts.paragraph_end,
    if(reassigned.document_key is null, facts.attributed_by, 'override') as attributed_by,
    facts.is_repeat,
    {{ count_words('facts.text') }} as word_count
from {{ facts_with_context('stg_sentences') }}

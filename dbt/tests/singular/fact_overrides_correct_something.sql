-- A correction that finds no fact has outlived it, or misquotes it.
{{ config(severity='warn') }}

with

spans as (
    select 'fct_cited_figure' as table_name, document_key, text, start_offset from {{ ref('fct_cited_figure') }}
    union all
    select 'fct_position', document_key, text, start_offset from {{ ref('fct_position') }}
    union all
    select 'fct_quotation', document_key, text, start_offset from {{ ref('fct_quotation') }}
    union all
    select 'fct_sentence', document_key, text, start_offset from {{ ref('fct_sentence') }}
),

corrected as (
    select document_key, document_identity
    from {{ ref('dim_document') }}
    where document_identity in (select document_identity from {{ ref('stg_fact_overrides') }})
),

facts as (
    select spans.*, corrected.document_identity from spans inner join corrected using (document_key)
)

select overrides.*
from {{ ref('stg_fact_overrides') }} as overrides
where not exists (
    select 1 from facts
    where facts.table_name = overrides.table_name
        and facts.document_identity = overrides.document_identity
        and facts.text = overrides.text
        and coalesce(facts.start_offset = overrides.start_offset, true)
)

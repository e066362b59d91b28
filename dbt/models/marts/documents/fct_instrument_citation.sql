{{ config(materialized='incremental') }}

select
    {{ fact_key('instrument_citation', 'facts', ['facts.instrument']) }} as citation_key,
    {{ context_columns() }},
    {{ stable_key(['facts.instrument']) }} as instrument_key
from {{ facts_with_context('stg_instrument_citations') }}

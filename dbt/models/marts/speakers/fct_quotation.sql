{{ config(materialized='incremental') }}

select
    {{ fact_key('quotation', 'facts') }} as quotation_key,
    {{ context_columns() }}
from {{ facts_with_context('int_quotations') }}

{{ config(materialized='view') }}

select
    facts.quotation_key,
    {{ wide_columns() }}
from {{ wide_facts('fct_quotation') }}

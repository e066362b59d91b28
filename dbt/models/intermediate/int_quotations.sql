{{ config(materialized='view') }}

with

corrections as (
    {{ corrections_of('fct_quotation', 'stg_quotations') }}
)

select facts.* exclude (is_counted), {{ corrected('is_counted', 'boolean') }}
from (select * from {{ ref('stg_quotations') }} as facts where {{ of_load('facts', staged=true) }}) as facts
left join corrections using (document_key, start_offset)

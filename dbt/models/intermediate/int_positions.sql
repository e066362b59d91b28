{{ config(materialized='view') }}

with

-- a correction names the sentence; it corrects its main claim
corrections as (
    {{ corrections_of('fct_position', 'stg_positions') }}
)

select
    facts.* exclude (stance, is_counted),
    {{ corrected('stance') }},
    {{ corrected('is_counted', 'boolean') }}
from (select * from {{ ref('stg_positions') }} as facts where {{ of_load('facts', staged=true) }}) as facts
left join corrections
    on corrections.document_key = facts.document_key
    and corrections.start_offset = facts.start_offset
    and facts.is_main_claim

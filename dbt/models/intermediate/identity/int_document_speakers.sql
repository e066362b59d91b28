{{ config(materialized='view') }}

select
    placed.*,
    if(shared.name_key is not null and placed.is_person, placed.printed_gender, null) as told_apart_by,
    if(told_apart_by is null, placed.name_key, {{ stable_key(['placed.name_key', 'told_apart_by']) }}) as variant_key
from {{ ref('int_placed_speakers') }} as placed
left join {{ ref('int_shared_surnames') }} as shared using (name_key)

{{ config(keep_previous=true) }}

select name_key
from {{ ref('int_placed_speakers') }}
where is_person and not contains(folded_name, ' ')
group by name_key
having count(distinct printed_gender) > 1

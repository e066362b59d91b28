{% if goes_on() %}
with

linked as (
    select variant_key from {{ ref('int_variants_to_link') }}
    union
    select unnest([variant_a, variant_b]) from {{ rows_of_load(ref('int_speaker_links')) }}
),

before as (
    from {{ before_load('int_speaker_clusters') }}
)

select variant_key from linked
union
-- all that were joined with one of them
select variant_key
from before
where component_key in (select component_key from before where variant_key in (from linked))
{% else %}
select variant_key from {{ ref('int_variants_to_link') }} where false -- depends on: {{ ref('int_speaker_links') }}
{% endif %}

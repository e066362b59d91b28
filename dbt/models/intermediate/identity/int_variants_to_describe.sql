{% if goes_on() %}
with

names as (
    select name_key from {{ rows_of_load(ref('int_placed_speakers')) }}
    union
    select name_key from {{ previous('int_placed_speakers') }}
    union
    -- shared since this load, or no longer
    (from {{ ref('int_shared_surnames') }} except from {{ previous('int_shared_surnames') }})
    union
    (from {{ previous('int_shared_surnames') }} except from {{ ref('int_shared_surnames') }})
)

select name_key as variant_key from names
union all
select {{ stable_key(['name_key', 'gender']) }} from names cross join (values ('female'), ('male')) as genders (gender)
{% else %}
select variant_key from {{ ref('int_document_speakers') }} where false
-- depends on: {{ ref('int_placed_speakers') }} {{ ref('int_shared_surnames') }}
{% endif %}

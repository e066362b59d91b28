{% if goes_on() %}
with

variants as (
    from {{ ref('int_speaker_variants') }}
),

full_names as (
    select affiliation_key, string_split(folded_name, ' ') as name_parts
    from (from variants union all from {{ previous('int_speaker_variants') }})
    where variant_key in (from {{ ref('int_variants_to_cluster') }}) and contains(folded_name, ' ')
),

surnames as (
    select affiliation_key, name_parts[1] as folded_name from full_names
    union
    select affiliation_key, array_to_string(name_parts[unnest(range(2, len(name_parts) + 1)):], ' ') from full_names
)

select variant_key from {{ ref('int_variants_to_cluster') }}
union
select variant_key from variants semi join surnames using (affiliation_key, folded_name)
{% else %}
select variant_key from {{ ref('int_variants_to_cluster') }} where false -- depends on: {{ ref('int_speaker_variants') }}
{% endif %}

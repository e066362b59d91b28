{% if goes_on() %}
with

names as (
    select names.folded_name, names.affiliation_key, names.name, affiliations.kind
    from {{ ref('int_affiliation_names') }} as names
    inner join {{ ref('int_affiliations') }} as affiliations using (affiliation_key)
),

names_before as (
    select names.folded_name, names.affiliation_key, names.name, affiliations.kind
    from {{ previous('int_affiliation_names') }} as names
    inner join {{ previous('int_affiliations') }} as affiliations using (affiliation_key)
)

select folded_name from (from names except from names_before)
union
select folded_name from (from names_before except from names)
{% else %}
select folded_name from {{ ref('int_affiliation_names') }} where false -- depends on: {{ ref('int_affiliations') }}
{% endif %}

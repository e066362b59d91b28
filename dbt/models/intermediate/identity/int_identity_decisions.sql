with

overrides as (
    select
        {{ fold_name('overrides.name_a') }} as name_a,
        overrides.affiliation_a is null as is_any_a,
        coalesce(names_a.affiliation_key, countries_a.affiliation_key) as affiliation_a,
        {{ fold_name('overrides.name_b') }} as name_b,
        overrides.affiliation_b is null as is_any_b,
        coalesce(names_b.affiliation_key, countries_b.affiliation_key) as affiliation_b,
        overrides.decision
    from {{ ref('stg_identity_overrides') }} as overrides
    left join {{ ref('int_affiliation_names') }} as names_a
        on names_a.folded_name = {{ fold_name('overrides.affiliation_a') }}
    left join {{ ref('int_affiliation_names') }} as names_b
        on names_b.folded_name = {{ fold_name('overrides.affiliation_b') }}
    left join {{ ref('int_affiliations') }} as countries_a on countries_a.iso3 = overrides.affiliation_a
    left join {{ ref('int_affiliations') }} as countries_b on countries_b.iso3 = overrides.affiliation_b
),

variants as (
    select distinct variant_key, affiliation_key, folded_name
    from {{ ref('int_speaker_variants') }}
    where folded_name in (select unnest([name_a, name_b]) from overrides)
)

select distinct a.variant_key as variant_a, b.variant_key as variant_b, overrides.decision
from overrides
inner join variants as a
    on a.folded_name = overrides.name_a
    and (overrides.is_any_a or a.affiliation_key = overrides.affiliation_a)
inner join variants as b
    on b.folded_name = overrides.name_b
    and (overrides.is_any_b or b.affiliation_key = overrides.affiliation_b)
where a.variant_key != b.variant_key

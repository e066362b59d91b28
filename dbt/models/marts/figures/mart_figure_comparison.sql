with

figures as (
    select
        figures.*,
        -- vague magnitudes belong to a group and measure nothing; what is pledged or demanded is not the case
        figures.is_counted
            and figures.qualifier is distinct from 'magnitude'
            and coalesce(figures.assertion in ('asserted', 'disputed'), true) as is_measured
    from {{ ref('fct_cited_figure') }} as figures
    where figures.comparison_key is not null
),

groups as (
    select
        comparison_key,
        any_value(unit) as unit,
        any_value(rate) as rate,
        any_value(concepts) as concepts,
        any_value(counted_thing) as counted_thing,
        -- `World` where one claim says so
        max(place) as place,
        coalesce(max(place), 'World') as compared_place
    from {{ ref('int_figure_concepts') }}
    where comparison_key is not null
    group by comparison_key
),

claims as (
    select
        comparison_key,
        count(*) filter (is_counted) as claim_count,
        count(distinct speaker_key) filter (is_counted) as speaker_count,
        count(distinct source_key) filter (is_counted) as source_count,
        count(*) filter (is_measured) as measured_count,
        min(value_low) filter (is_measured) as lowest,
        max(value_high) filter (is_measured) as highest,
        first(measure order by length(measure), measure) as shortest_measure
    from figures
    group by comparison_key
),

terms as (
    select list(distinct concept) as known from {{ ref('stg_measure_terms') }}
),

-- the same unit, and one thing counted that must not be taken for the other's
swapped as (
    select
        groups.comparison_key, groups.unit, groups.rate, groups.compared_place, 1 as preference,
        array_to_string(
            list_sort(list_distinct(list_transform(groups.concepts,
                lambda concept: if(concept = pairs.concept, pairs.related_concept, concept)
            ))), ', '
        ) as counted_thing
    from groups
    inner join (
        select concept, related_concept from {{ ref('stg_related_concepts') }}
        union
        select related_concept, concept from {{ ref('stg_related_concepts') }}
    ) as pairs on list_contains(groups.concepts, pairs.concept)
),

-- one condition more: `refugees and asylum seekers` beside `refugees`
widened as (
    select
        groups.comparison_key, groups.unit, groups.rate, groups.compared_place, 2 as preference,
        array_to_string(list_filter(groups.concepts, lambda concept: concept != dropped.concept), ', ') as counted_thing
    from groups, unnest(groups.concepts) as dropped (concept)
    where len(groups.concepts) > 1
),

links as (
    select likely.comparison_key, alike.comparison_key as related_to, likely.preference
    from (from swapped union all by name from widened) as likely
    inner join groups as alike
        on alike.unit = likely.unit
        and alike.rate is not distinct from likely.rate
        and alike.compared_place = likely.compared_place
        and alike.counted_thing = likely.counted_thing
),

related as (
    from links
    union
    -- looking alike has no direction
    select related_to, comparison_key, preference from links
),

closest as (
    select
        related.comparison_key,
        first(related.related_to order by related.preference, claims.claim_count desc, related.related_to) as related_to
    from related
    inner join claims on claims.comparison_key = related.related_to
    where related.related_to != related.comparison_key
    group by related.comparison_key
)

select
    groups.comparison_key,
    groups.unit,
    -- where the terms do not know every word, the text's own words read better than a list of them
    concat_ws(
        ' ',
        if(list_has_all(terms.known, groups.concepts), groups.counted_thing, coalesce(claims.shortest_measure, groups.counted_thing)),
        groups.rate
    ) as measure_label,
    groups.place,
    claims.claim_count,
    claims.speaker_count,
    claims.source_count,
    claims.measured_count,
    claims.lowest,
    claims.highest,
    claims.highest - claims.lowest as spread,
    claims.highest / if(claims.lowest > 0, claims.lowest, null) as factor,
    closest.related_to,
    concat(
        'same unit (', groups.unit, coalesce(' ' || groups.rate, ''), '), same thing counted (', groups.counted_thing,
        '), ', coalesce('same place (' || groups.place || ')', 'no place named')
    ) as comparable_because
from groups
cross join terms
inner join claims using (comparison_key)
left join closest using (comparison_key)

{{ config(materialized='view') }}

select
    facts.figure_key,
    facts.value_low,
    facts.value_high,
    facts.denominator,
    facts.lower_bound,
    facts.upper_bound,
    facts.unit,
    facts.qualifier,
    facts.assertion,
    facts.measure,
    facts.place,
    facts.rate,
    facts.period,
    facts.source,
    sources.publisher as source_publisher,
    sources.report as source_report,
    subjects.name as about_affiliation,
    facts.comparison_key,
    {{ wide_columns() }}
from {{ wide_facts('fct_cited_figure') }}
left join {{ ref('dim_cited_source') }} as sources using (source_key)
left join {{ ref('dim_affiliation') }} as subjects on subjects.affiliation_key = facts.about_affiliation_key

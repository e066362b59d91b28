{{ config(materialized='incremental') }}

select
    {{ fact_key('figure', 'facts') }} as figure_key,
    {{ context_columns() }},
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
    case
        when facts.source_publisher is not null or facts.source_report is not null
            then {{ stable_key(['facts.source_publisher', 'facts.source_report']) }}
    end as source_key,
    names.affiliation_key as about_affiliation_key,
    concepts.comparison_key
from {{ facts_with_context('int_figures') }}
left join {{ ref('int_figure_concepts') }} as concepts
    on concepts.document_key = facts.document_key and concepts.start_offset = facts.start_offset
left join {{ ref('int_affiliation_names') }} as names on names.folded_name = {{ fold_name('facts.about_affiliation') }}

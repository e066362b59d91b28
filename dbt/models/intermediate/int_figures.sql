{{ config(materialized='view') }}

with

corrections as (
    {{ corrections_of('fct_cited_figure', 'stg_figures') }}
)

select
    facts.document_key,
    facts.load_id,
    facts.sentence_ordinal,
    -- a number outside quotation and reported clause is the narrator's
    if(facts.is_narrated, null, facts.statement_ordinal) as statement_ordinal,
    facts.section,
    if(facts.is_narrated, 'narrator', facts.mode) as mode,
    facts.rule,
    facts.text,
    facts.start_offset,
    facts.end_offset,
    {% for column in ['value_low', 'value_high', 'denominator', 'lower_bound', 'upper_bound'] %}
    {{ corrected(column, 'double') }},
    {% endfor %}
    {% for column in ['unit', 'qualifier', 'assertion', 'measure', 'place', 'rate', 'period', 'source'] %}
    {{ corrected(column) }},
    {% endfor %}
    {{ corrected('is_counted', 'boolean') }},
    {{ corrected('source_publisher') }},
    {{ corrected('source_report') }},
    {{ corrected('about_affiliation') }}
from {{ ref('stg_figures') }} as facts
left join corrections using (document_key, start_offset)

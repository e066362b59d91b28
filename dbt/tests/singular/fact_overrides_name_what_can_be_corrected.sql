-- A correction of a table or column that takes none would be ignored: it is a mistake.
with

correctable as (
    select 'fct_cited_figure' as table_name, unnest([
        'value_low', 'value_high', 'denominator', 'lower_bound', 'upper_bound', 'unit', 'qualifier', 'assertion',
        'measure', 'place', 'rate', 'period', 'source', 'source_publisher', 'source_report', 'about_affiliation',
        'is_counted'
    ]) as column_name
    union all
    select 'fct_position', unnest(['stance', 'is_counted'])
    union all
    select 'fct_quotation', 'is_counted'
    union all
    select 'fct_sentence', 'speaker'
)

select overrides.*
from {{ ref('stg_fact_overrides') }} as overrides
anti join correctable using (table_name, column_name)

select distinct
    {{ stable_key(['source_publisher', 'source_report']) }} as source_key,
    source_publisher as publisher,
    source_report as report
from {{ ref('int_figures') }}
where source_publisher is not null or source_report is not null

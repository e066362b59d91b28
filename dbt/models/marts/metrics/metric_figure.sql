{{ config(materialized='view') }}

select
    coalesce(unit, '(no unit)') as unit,
    count(*) as figure_count,
    count(*) filter (qualifier = 'magnitude') as magnitude_count,
    count(*) filter (assertion = 'disputed') as disputed_count,
    count(*) filter (source is not null) as sourced_count,
    count(*) filter (speaker_key is null) as narrated_count,
    count(distinct speaker_key) as speaker_count,
    count(distinct document_key) as document_count
from {{ ref('fct_cited_figure') }}
where is_counted
group by all

select figure_key, text, measure, published_on, coalesce(source_publisher, source, 'source not stated') as cited_source,
    comparison_key, count(*) over () as total_count
from marts.v_figures
where is_counted and speaker_key = $speaker
order by published_on desc nulls last, document_key, start_offset
limit 100

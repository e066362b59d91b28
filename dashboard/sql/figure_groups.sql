-- groups of comparable claims, those that can be compared and differ first
select
    comparison_key, unit, measure_label, place, claim_count, speaker_count, source_count,
    lowest, highest, spread, comparable_because, count(*) over () as total_count
from marts.mart_figure_comparison
where claim_count > 0
    and memory.main.mentions(concat_ws(' ', measure_label, place, unit), $words)
    and ($unit is null or unit = $unit)
order by coalesce(lowest is not null and claim_count > 1, false) desc, claim_count desc, spread desc nulls last,
    measure_label, comparison_key
limit $size offset $skip

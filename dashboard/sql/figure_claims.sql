-- the claims of a group, or those that stand in no group
select
    figure_key, value_low, value_high, lower_bound, upper_bound, denominator, unit, rate, qualifier, assertion,
    text, measure, place, period, coalesce(source_publisher, source, 'source not stated') as cited_source,
    speaker, speaker_key, speaker_role, affiliation, published_on, mode, title, symbol, document_key,
    count(*) over () as total_count
from marts.v_figures
where is_counted and comparison_key is not distinct from $group
    and ($vague is null or (qualifier = 'magnitude') = $vague)
order by value_high desc nulls last, value_low desc, speaker, figure_key
limit $size offset $skip

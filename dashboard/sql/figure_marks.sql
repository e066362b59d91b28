-- one mark for each claim, or for equal claims where there are many; vague magnitudes are not on the scale
with claims as (
    select *, if(count(*) over () <= $single_marks, figure_key, null) as own_mark
    from marts.v_figures
    where is_counted and comparison_key = $group and qualifier != 'magnitude'
)
select
    value_low, value_high, lower_bound, upper_bound, qualifier, assertion, denominator,
    coalesce(source_publisher, source, 'source not stated') as cited_source,
    own_mark, count(*) as claim_count,
    min(figure_key) as figure_key,
    arg_min(text, figure_key) as text,
    arg_min(speaker, figure_key) as speaker,
    arg_min(affiliation, figure_key) as affiliation
from claims
group by all
order by value_high desc, value_low desc, speaker, figure_key
limit 200

-- the group that this one only looks like, those that look like it, and those that look like the same
with this as (from marts.mart_figure_comparison where comparison_key = $group)
select others.comparison_key, others.unit, others.measure_label, others.place, others.claim_count,
    others.lowest, others.highest
from marts.mart_figure_comparison as others, this
where others.claim_count > 0 and others.comparison_key != this.comparison_key
    and (others.comparison_key = this.related_to or others.related_to = this.comparison_key
        or others.related_to = this.related_to)
order by others.claim_count desc, others.measure_label, others.comparison_key
limit 12

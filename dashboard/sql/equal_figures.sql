-- the claims that say the same as one claim: number, qualifier, assertion and source
with this as (from marts.v_figures where figure_key = $equal_to)
select others.figure_key as key, count(*) over () as total_count
from marts.v_figures as others, this
where others.is_counted and others.comparison_key = this.comparison_key
    and others.value_low = this.value_low and others.value_high = this.value_high
    and others.qualifier = this.qualifier and others.assertion = this.assertion
    and others.denominator is not distinct from this.denominator
    and coalesce(others.source_publisher, others.source) is not distinct from coalesce(this.source_publisher, this.source)
order by others.published_on desc nulls last, others.document_key, others.start_offset
limit $size offset $skip

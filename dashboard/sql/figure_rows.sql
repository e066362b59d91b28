-- the download: counted figures of one group, or all
select
    figure_key, comparison_key, text, value_low, value_high, lower_bound, upper_bound, denominator, unit, rate,
    qualifier, assertion, measure, place, period, source, source_publisher, source_report, speaker, speaker_role,
    affiliation, iso3, published_on, document_kind, symbol, title, source_url, section, mode, sentence,
    start_offset, end_offset, document_key
from marts.v_figures
where is_counted and ($group is null or comparison_key = $group)
order by comparison_key, value_high desc, figure_key

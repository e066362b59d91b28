-- one row per speaker with a statement under the filters, who said most first
with
chosen as (
    from memory.main.chosen_statements($organ, $since, $until, $region, $group, $gender, $words)
),
totals as (
    select speaker_key, any_value(speaker) as speaker,
        arg_max(affiliation, coalesce(spoken_on, '0001-01-01'::date)) as affiliation,
        arg_max(role, coalesce(spoken_on, '0001-01-01'::date)) as role,
        string_agg(distinct replace(capacity, '_', ' '), ', ' order by replace(capacity, '_', ' ')) as capacities,
        any_value(gender) as printed_gender,
        count(*) as statement_count, sum(word_count) as word_count,
        count(distinct document_key) as document_count, min(spoken_on) as first_on, max(spoken_on) as last_on
    from chosen
    group by speaker_key
),
shown as (
    select *, count(*) over () as total_count from totals
    order by word_count desc, speaker, speaker_key
    limit $size offset $skip
),
chosen_by_shown as (
    select statement_key from chosen where speaker_key in (select speaker_key from shown)
),
quoted as (
    select speaker_key, count(*) as quotation_count from marts.fct_quotation
    where is_counted and statement_key in (select statement_key from chosen_by_shown) group by all
),
figured as (
    select speaker_key, count(*) as figure_count from marts.fct_cited_figure
    where is_counted and statement_key in (select statement_key from chosen_by_shown) group by all
)
select shown.*, coalesce(quotation_count, 0) as quotation_count, coalesce(figure_count, 0) as figure_count
from shown
left join quoted using (speaker_key)
left join figured using (speaker_key)
order by word_count desc, speaker, speaker_key

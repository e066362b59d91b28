-- the time line: statements by year, or by month where all are within three years
with chosen as (
    from memory.main.chosen_statements($organ, $since, $until, $region, $group, $gender, $words)
    where ($speaker is null or speaker_key = $speaker)
),
span as (select max(spoken_on) - min(spoken_on) <= 3 * 366 as is_short from chosen)
select
    date_trunc(if(span.is_short, 'month', 'year'), spoken_on)::date as since,
    (date_trunc(if(span.is_short, 'month', 'year'), spoken_on)
        + if(span.is_short, interval 1 month, interval 1 year) - interval 1 day)::date as until,
    if(span.is_short, strftime(since, '%b %Y'), strftime(since, '%Y')) as label,
    count(*) as statement_count, sum(word_count) as word_count
from chosen, span
where spoken_on is not null
group by all
order by since

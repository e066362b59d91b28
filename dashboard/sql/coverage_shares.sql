-- words of the coverage by region and by printed gender, of what the filters leave
with chosen as (
    from memory.main.chosen_statements($organ, $since, $until, $region, $group, $gender, $words)
)
select 'region' as split, coalesce(region, 'not a State') as value, sum(word_count) as word_count,
    count(*) as statement_count, count(distinct speaker_key) as speaker_count
from chosen group by all
union all
select 'gender', gender, sum(word_count), count(*), count(distinct speaker_key) from chosen group by all
order by split, word_count desc, value

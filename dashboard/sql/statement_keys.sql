-- the statements behind one bar
select statement_key as key, count(*) over () as total_count
from memory.main.chosen_statements($organ, $since, $until, $region, $group, $gender, $words)
where ($speaker is null or speaker_key = $speaker)
order by spoken_on desc nulls last, document_key, ordinal
limit $size offset $skip

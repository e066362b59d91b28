-- how the documents print the name
select alias, decided_by, count(distinct document_key) as document_count
from marts.dim_speaker_alias
where speaker_key = $speaker
group by all
order by document_count desc, alias
limit 20

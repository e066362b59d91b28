select r.role, a.name as affiliation, r.first_seen_on, r.last_seen_on, r.document_count
from marts.dim_speaker_role as r
left join marts.dim_affiliation as a using (affiliation_key)
where r.speaker_key = $speaker
order by r.last_seen_on desc nulls last, r.role

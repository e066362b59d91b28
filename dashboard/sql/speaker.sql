select s.*, a.name as affiliation, a.kind as affiliation_kind, activity.* exclude (speaker_key, statement_count, document_count)
from marts.dim_speaker as s
left join marts.dim_affiliation as a using (affiliation_key)
left join marts.mart_speaker_activity as activity using (speaker_key)
where s.speaker_key = $speaker

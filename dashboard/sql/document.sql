select d.* exclude (text), m.organ, m.meeting_number, m.held_on, m.agenda
from marts.dim_document as d
left join marts.dim_meeting as m using (meeting_key)
where d.document_key = $document

-- quotations of one speaker
select q.quotation_key as key, count(*) over () as total_count
from marts.fct_quotation as q
inner join marts.dim_document as d using (document_key)
where q.is_counted and q.speaker_key = $speaker
order by d.published_on desc nulls last, q.document_key, q.start_offset
limit $size offset $skip

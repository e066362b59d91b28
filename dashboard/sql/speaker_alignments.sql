select al.relation, al.with_name, count(*) as statement_count, arg_max(al.alignment_key, d.published_on) as alignment_key,
    max(d.published_on) as last_on
from marts.fct_alignment as al
inner join marts.dim_document as d using (document_key)
where al.speaker_key = $speaker and al.is_counted
group by all
order by statement_count desc, al.with_name

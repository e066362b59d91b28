select source_name, source_path, reason_code, reason, load_id, count(*) over () as total_count
from meta.quarantine
where load_id = (select max(load_id) from meta.load where documents_seen is not null)
order by source_name, source_path
limit $size offset $skip

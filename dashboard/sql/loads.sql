select load_id, outcome, started_at, epoch(ended_at - started_at) as seconds, is_full,
    documents_seen, documents_new, documents_changed, documents_unchanged, documents_retired,
    documents_duplicate, documents_superseded, documents_quarantined, files_ignored, code_version, error
from meta.load
order by load_id desc
limit 50

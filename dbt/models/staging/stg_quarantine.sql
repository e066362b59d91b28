select
    load_id,
    source_name,
    source_path,
    content_sha256,
    reason_code,
    reason
from {{ source('history', 'quarantine') }}

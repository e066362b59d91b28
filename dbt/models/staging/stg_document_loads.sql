select
    load_id,
    document_key,
    document_identity,
    source_name,
    source_path,
    bytes_sha256,
    content_sha256,
    event,
    reason
from {{ source('history', 'document_load') }}

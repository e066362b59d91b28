select
    release,
    schema_version,
    load_id,
    published_at,
    storage_version
from {{ source('history', 'release') }}

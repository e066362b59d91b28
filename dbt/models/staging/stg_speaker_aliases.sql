select
    document_key,
    speaker_ordinal,
    alias,
    decided_by,
    load_id
from {{ source('staging', 'speaker_aliases') }}

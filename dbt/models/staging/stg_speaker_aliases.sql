select
    document_key,
    speaker_ordinal,
    alias,
    decided_by
from {{ source('staging', 'speaker_aliases') }}

select
    document_key,
    statement_ordinal,
    speaker_ordinal,
    role,
    capacity,
    kind,
    spoken_language,
    load_id
from {{ source('staging', 'statements') }}

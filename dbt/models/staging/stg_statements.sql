select
    document_key,
    statement_ordinal,
    speaker_ordinal,
    role,
    capacity,
    kind,
    spoken_language
from {{ source('staging', 'statements') }}

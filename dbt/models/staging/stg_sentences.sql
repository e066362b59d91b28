select
    document_key,
    sentence_ordinal,
    paragraph_ordinal,
    paragraph_start,
    paragraph_end,
    role,
    section,
    text,
    start_offset,
    end_offset,
    statement_ordinal,
    mode,
    attributed_by,
    is_repeat,
    is_counted,
    rule
from {{ source('staging', 'sentences') }}

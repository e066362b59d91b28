select
    document_key,
    sentence_ordinal,
    rule,
    text,
    start_offset,
    end_offset,
    statement_ordinal,
    section,
    mode,
    is_counted,
    load_id
from {{ source('staging', 'quotations') }}

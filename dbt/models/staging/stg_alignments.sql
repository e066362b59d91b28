select
    document_key,
    sentence_ordinal,
    rule,
    text,
    start_offset,
    end_offset,
    relation,
    with_name,
    with_kind,
    with_iso3,
    statement_ordinal,
    section,
    mode,
    is_counted,
    load_id
from {{ source('staging', 'alignments') }}

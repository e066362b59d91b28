select
    document_key,
    sentence_ordinal,
    rule,
    text,
    start_offset,
    end_offset,
    instrument,
    instrument_kind,
    instrument_year,
    statement_ordinal,
    section,
    mode,
    is_counted,
    load_id
from {{ source('staging', 'instrument_citations') }}

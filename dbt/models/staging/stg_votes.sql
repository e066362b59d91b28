select
    document_key,
    sentence_ordinal,
    rule,
    text,
    start_offset,
    end_offset,
    draft,
    vote,
    affiliation_name,
    iso3,
    statement_ordinal,
    section,
    mode,
    is_counted,
    load_id
from {{ source('staging', 'votes') }}

select
    document_key,
    sentence_ordinal,
    rule,
    text,
    start_offset,
    end_offset,
    claim_ordinal,
    stance,
    issue,
    cue,
    is_main_claim,
    target_affiliation,
    statement_ordinal,
    section,
    mode,
    is_counted
from {{ source('staging', 'positions') }}

select
    document_key,
    speaker_ordinal,
    name,
    is_person,
    role,
    affiliation_name,
    affiliation_kind,
    iso3,
    printed_gender,
    load_id
from {{ source('staging', 'document_speakers') }}

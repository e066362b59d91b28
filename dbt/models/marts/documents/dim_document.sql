{{ config(materialized='incremental') }}

select
    documents.document_key,
    documents.document_identity,
    documents.kind,
    documents.publisher,
    documents.symbol,
    documents.edition,
    documents.is_official_record,
    meetings.meeting_key,
    documents.title,
    documents.published_on,
    documents.published_on_basis,
    documents.language,
    documents.source_name,
    documents.source_path,
    documents.source_url,
    documents.content_sha256,
    documents.text,
    documents.char_count,
    documents.word_count,
    documents.first_loaded_at,
    documents.last_loaded_at
from (
    -- found by their keys alone, so that the texts of no others are read
    select * from {{ source('staging', 'documents') }}
    where rowid in (
        select rowid from {{ source('staging', 'documents') }} as documents where {{ of_load('documents', staged=true) }}
    )
) as documents
left join {{ ref('int_document_meetings') }} as meetings using (document_key)

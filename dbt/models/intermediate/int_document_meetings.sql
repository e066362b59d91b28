{{ config(keep_previous=true) }}

-- The Security Council numbers its meetings through; other organs begin again each session.
select
    document_key,
    document_identity,
    organ,
    meeting_number,
    session,
    held_on,
    agenda,
    record_symbol,
    {{ stable_key(['organ', "if(organ = 'Security Council', null, session)", 'meeting_number']) }} as meeting_key
from {{ ref('stg_documents') }}
where organ is not null and meeting_number is not null

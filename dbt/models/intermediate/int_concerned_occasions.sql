-- Who aligns itself takes over what was said on that occasion, in whichever document.
with

concerned as (
    select document_key from {{ ref('int_concerned_documents') }}
),

meetings as (
    select meeting_key from {{ ref('int_document_meetings') }} where document_key in (from concerned)
    {% if goes_on() %}
    union
    select meeting_key from {{ previous('int_document_meetings') }} where document_key in (from concerned)
    {% endif %}
)

select document_key from concerned
union
select document_key from {{ ref('int_document_meetings') }} where meeting_key in (from meetings)

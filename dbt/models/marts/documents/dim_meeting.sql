-- Several documents may tell of one meeting; each detail is from the first that states it.
select
    meeting_key,
    any_value(organ) as organ,
    any_value(meeting_number) as meeting_number,
    any_value(session order by document_identity) as session,
    any_value(held_on order by document_identity) as held_on,
    any_value(agenda order by document_identity) as agenda,
    any_value(record_symbol order by document_identity) as record_symbol
from {{ ref('int_document_meetings') }}
group by meeting_key

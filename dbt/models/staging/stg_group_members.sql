select
    group_name,
    member,
    member_from,
    member_to
from {{ source('reference', 'group_members') }}

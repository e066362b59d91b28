select
    members.group_name,
    affiliations.affiliation_key,
    groups.affiliation_key as group_affiliation_key,
    members.member_from,
    members.member_to
from {{ ref('stg_group_members') }} as members
inner join {{ ref('int_affiliations') }} as affiliations on affiliations.name = members.member
left join {{ ref('int_affiliations') }} as groups on groups.name = members.group_name

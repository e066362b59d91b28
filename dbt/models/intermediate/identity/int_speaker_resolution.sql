{{ config(materialized='view') }}

select
    members.document_key,
    members.speaker_ordinal,
    names.speaker_key,
    names.speaker_name,
    members.name,
    members.folded_name,
    members.is_person,
    members.role,
    members.affiliation_key,
    members.printed_gender,
    members.seen_on,
    members.document_identity,
    if(members.variant_key = names.variant_key, 'exact', members.rule) as rule
from {{ ref('int_speaker_members') }} as members
inner join {{ ref('int_speaker_names') }} as names using (cluster_key)

-- Not only what was loaded: a new spelling may give the speaker of an old document another key.
{% if goes_on() %}
with

members as (
    from {{ rows_of_load(ref('int_speaker_members')) }}
),

names as (
    from {{ rows_of_load(ref('int_speaker_names')) }}
),

names_before as (
    from {{ previous('int_speaker_names') }}
),

resolved as (
    select document_key, speaker_ordinal, speaker_key, if(members.variant_key = names.variant_key, 'exact', rule) as rule
    from members
    inner join names using (cluster_key)
),

resolved_before as (
    select document_key, speaker_ordinal, speaker_key, if(members.variant_key = names.variant_key, 'exact', rule) as rule
    from {{ previous('int_speaker_members') }} as members
    inner join names_before as names using (cluster_key)
),

renamed as (
    select names.cluster_key
    from names
    inner join names_before using (cluster_key)
    where (names.speaker_key, names.variant_key) is distinct from (names_before.speaker_key, names_before.variant_key)
)

select document_key from {{ ref('int_documents_to_place') }}
union
select document_key from (from resolved except from resolved_before)
union
select document_key from {{ ref('int_speaker_members') }} where cluster_key in (from renamed)
union
select document_key
from {{ ref('int_named_affiliations') }}
where folded_name in (from {{ ref('int_renamed_affiliations') }})
{% else %}
-- depends on: {{ ref('int_speaker_members') }} {{ ref('int_speaker_names') }} {{ ref('int_named_affiliations') }} {{ ref('int_renamed_affiliations') }}
select document_key from {{ ref('int_documents_to_place') }}
union
select document_key from {{ ref('stg_documents') }}
{% endif %}

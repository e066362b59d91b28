-- Not only what was loaded: a new spelling may give the speaker of an old document another key.
with

pending as (
    select document_key from {{ ref('stg_pending_documents') }}
)

{% if goes_on() %}
, resolved_otherwise as (
    select document_key
    from {{ ref('int_speaker_resolution') }} as now
    full join {{ previous('int_speaker_resolution') }} as before using (document_key, speaker_ordinal)
    where now.speaker_key is distinct from before.speaker_key
        or now.affiliation_key is distinct from before.affiliation_key
        or now.role is distinct from before.role
        or now.rule is distinct from before.rule
),

names as (
    select names.folded_name, names.affiliation_key, names.name, affiliations.kind
    from {{ ref('int_affiliation_names') }} as names
    inner join {{ ref('int_affiliations') }} as affiliations using (affiliation_key)
),

names_before as (
    select names.folded_name, names.affiliation_key, names.name, affiliations.kind
    from {{ previous('int_affiliation_names') }} as names
    inner join {{ previous('int_affiliations') }} as affiliations using (affiliation_key)
),

other_names as (
    (from names except from names_before) union (from names_before except from names)
)

select document_key from pending
union
select document_key from resolved_otherwise
union
select document_key
from {{ ref('int_named_affiliations') }}
where folded_name in (select folded_name from other_names)
union
select document_key
from {{ ref('int_speaker_resolution') }}
where affiliation_key in (select affiliation_key from other_names)
{% else %}
-- depends on: {{ ref('int_speaker_resolution') }} {{ ref('int_affiliation_names') }} {{ ref('int_affiliations') }} {{ ref('int_named_affiliations') }}
select document_key from pending
union
select document_key from {{ ref('stg_documents') }}
{% endif %}

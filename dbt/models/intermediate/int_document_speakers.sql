with

countries as (
    select name, iso3 from {{ ref('stg_countries') }} where iso3 is not null
),

speakers as (
    select
        speakers.document_key,
        speakers.speaker_ordinal,
        documents.document_identity,
        coalesce(documents.published_on, documents.held_on) as seen_on,
        speakers.name,
        folded.folded_name,
        speakers.is_person,
        speakers.role,
        folded.folded_role,
        coalesce({{ stable_key(['countries.name']) }}, '') as country_key,
        countries.name as country,
        names.affiliation_key as named_key,
        speakers.printed_gender
    from {{ ref('stg_document_speakers') }} as speakers
    inner join {{ ref('stg_documents') }} as documents using (document_key)
    inner join {{ ref('int_folded_speakers') }} as folded using (document_key, speaker_ordinal)
    left join countries on countries.iso3 = speakers.iso3
    left join {{ ref('int_affiliation_names') }} as names on names.folded_name = folded.folded_affiliation
),

placed as (
    select
        speakers.* exclude (country_key, country, named_key),
        case when country is not null then country_key else named_key end as affiliation_key
    from speakers
),

-- a surname that one delegation's documents give to a woman and to a man is two people
two_people as (
    select affiliation_key, folded_name
    from placed
    where is_person and not contains(folded_name, ' ')
    group by all
    having count(distinct printed_gender) > 1
)

select
    placed.*,
    affiliations.kind as affiliation_kind,
    if(two_people.folded_name is not null and is_person, printed_gender, null) as told_apart_by,
    {{ stable_key(['placed.affiliation_key', 'placed.folded_name', 'told_apart_by']) }} as variant_key
from placed
left join two_people
    on two_people.folded_name = placed.folded_name
    and two_people.affiliation_key is not distinct from placed.affiliation_key
left join {{ ref('int_affiliations') }} as affiliations on affiliations.affiliation_key = placed.affiliation_key

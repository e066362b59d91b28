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
        case when country is not null then country_key else named_key end as affiliation_key,
        -- a surname that one delegation's documents give to a woman and to a man is two people
        is_person
            and not contains(folded_name, ' ')
            and count(distinct printed_gender) over (
                partition by case when country is not null then country_key else named_key end, folded_name
            ) > 1 as is_two_people
    from speakers
)

select
    placed.* exclude (is_two_people),
    affiliations.kind as affiliation_kind,
    {{ stable_key(['placed.affiliation_key', 'folded_name', "case when is_two_people then printed_gender end"]) }}
        as variant_key,
    case when is_two_people then printed_gender end as told_apart_by
from placed
left join {{ ref('int_affiliations') }} as affiliations using (affiliation_key)

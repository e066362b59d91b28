{{ config(materialized='incremental', replaces={'document_key': 'int_documents_to_place'}, keep_previous=true) }}

with

speakers as (
    select
        *,
        {{ fold_name('name') }} as folded_name,
        coalesce({{ fold_name('role') }}, '') as folded_role,
        {{ fold_name('affiliation_name') }} as folded_affiliation
    from {{ ref('stg_document_speakers') }} as facts
    where {{ of_load('facts', 'int_documents_to_place', staged=true) }}
),

countries as (
    select name, iso3 from {{ ref('stg_countries') }} where iso3 is not null
),

placed as (
    select
        speakers.document_key,
        speakers.speaker_ordinal,
        documents.document_identity,
        coalesce(documents.published_on, documents.held_on) as seen_on,
        speakers.name,
        speakers.folded_name,
        speakers.is_person,
        speakers.role,
        speakers.folded_role,
        speakers.folded_affiliation,
        if(countries.name is null, names.affiliation_key, {{ stable_key(['countries.name']) }}) as affiliation_key,
        speakers.printed_gender
    from speakers
    inner join {{ ref('stg_documents') }} as documents using (document_key)
    left join countries on countries.iso3 = speakers.iso3
    left join {{ ref('int_affiliation_names') }} as names on names.folded_name = speakers.folded_affiliation
)

select
    placed.*,
    affiliations.kind as affiliation_kind,
    {{ stable_key(['placed.affiliation_key', 'placed.folded_name']) }} as name_key
from placed
left join {{ ref('int_affiliations') }} as affiliations using (affiliation_key)

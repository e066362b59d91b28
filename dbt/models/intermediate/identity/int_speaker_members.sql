{{ config(materialized='incremental', keep_previous=true, replaces={
    'document_key': 'int_documents_to_place', 'variant_key': 'int_variants_to_resolve'
}) }}

with

speakers as (
    select *
    from {{ ref('int_document_speakers') }}
    where {{ is_listed('document_key', 'int_documents_to_place') }}
        or {{ is_listed('variant_key', 'int_variants_to_resolve') }}
),

told_apart as (
    select variant_a, variant_b from {{ ref('int_identity_decisions') }} where decision = 'different'
    union
    select variant_b, variant_a from {{ ref('int_identity_decisions') }} where decision = 'different'
),

beside as (
    select distinct
        beside.document_key, beside.affiliation_key, beside.folded_name, beside.printed_gender,
        beside.variant_key, clusters.cluster_key
    from {{ ref('int_document_speakers') }} as beside
    inner join {{ ref('int_speaker_clusters') }} as clusters using (variant_key)
    where beside.is_person and beside.document_key in (select document_key from speakers)
),

-- `Schulz` is the one full name of that delegation in the same document, never in another
surname_in_document as (
    select short.document_key, short.speaker_ordinal, min(whole.cluster_key) as cluster_key, 'surname' as rule
    from speakers as short
    inner join beside as whole using (document_key, affiliation_key)
    where short.is_person
        and {{ is_surname_of('short.folded_name', 'whole.folded_name') }}
        and coalesce(short.printed_gender = whole.printed_gender, true)
        and not exists (
            select 1 from told_apart
            where told_apart.variant_a = short.variant_key and told_apart.variant_b = whole.variant_key
        )
    group by all
    having count(distinct whole.cluster_key) = 1
),

surnames as (
    select * from speakers where is_person and not contains(folded_name, ' ') and folded_role != ''
),

-- in these offices; few, so they are found before their clusters are
office_holders as materialized (
    select *
    from {{ ref('int_speaker_variants') }}
    where is_person
        and contains(folded_name, ' ')
        and folded_role not in (select {{ fold_name('role') }} from {{ ref('stg_plural_offices') }})
        and (affiliation_key, folded_role) in (select (affiliation_key, folded_role) from surnames)
),

-- a family name stands last or first
family_names as (
    select
        affiliation_key, folded_role, variant_key, cluster_key,
        nullif(unnest(genders), '') as printed_gender,
        [split_part(folded_name, ' ', 1), split_part(folded_name, ' ', -1)] as family_names
    from office_holders
    inner join {{ ref('int_speaker_clusters') }} using (variant_key)
),

-- across documents a surname is enough only for the holder of the same office
surname_in_office as (
    select short.document_key, short.speaker_ordinal, min(whole.cluster_key) as cluster_key, 'same_office' as rule
    from surnames as short
    inner join family_names as whole using (affiliation_key, folded_role)
    where list_contains(whole.family_names, short.folded_name)
        and coalesce(short.printed_gender = whole.printed_gender, true)
        and not exists (
            select 1 from told_apart
            where told_apart.variant_a = short.variant_key and told_apart.variant_b = whole.variant_key
        )
    group by all
    having count(distinct whole.cluster_key) = 1
),

-- the rule that joined a spelling to its speaker; a person's decision before any other
joined_by as (
    select variant_key, first(rule order by if(rule = 'override', 0, 1), rule) as rule
    from (
        select unnest([variant_a, variant_b]) as variant_key, rule from {{ ref('int_speaker_links') }}
    )
    group by variant_key
)

select
    speakers.document_key,
    speakers.speaker_ordinal,
    speakers.document_identity,
    speakers.seen_on,
    speakers.name,
    speakers.folded_name,
    speakers.is_person,
    speakers.role,
    speakers.affiliation_key,
    speakers.printed_gender,
    speakers.told_apart_by,
    speakers.variant_key,
    coalesce(in_document.cluster_key, in_office.cluster_key, clusters.cluster_key) as cluster_key,
    case
        when starts_with(clusters.cluster_key, 'apart ') then 'override'
        else coalesce(in_document.rule, in_office.rule, joined_by.rule, 'exact')
    end as rule
from speakers
inner join {{ ref('int_speaker_clusters') }} as clusters using (variant_key)
left join surname_in_document as in_document using (document_key, speaker_ordinal)
left join surname_in_office as in_office using (document_key, speaker_ordinal)
left join joined_by using (variant_key)

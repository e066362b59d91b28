{{ config(keep_previous=true) }}

with

listed as (
    select name, kind, iso3, m49_region, m49_subregion, m49_intermediate_region, un_regional_group
    from {{ ref('stg_countries') }}
    union all by name
    select name, kind from {{ ref('stg_organizations') }}
    where name not in (select name from {{ ref('stg_countries') }})
),

names as (
    select * from {{ ref('int_affiliation_names') }} where not is_listed
),

printed as (
    select affiliation_name, affiliation_kind, count(*) as speaker_count
    from {{ ref('stg_document_speakers') }}
    where affiliation_kind is not null
    group by all
),

kinds as (
    select {{ fold_name('affiliation_name') }} as folded_name, affiliation_kind as kind, sum(speaker_count) as speaker_count
    from printed
    group by all
),

-- what documents say of a body that no reference table lists: the kind most often given
unlisted as (
    select names.name, first(kinds.kind order by kinds.speaker_count desc, kinds.kind) as kind
    from names
    left join kinds using (folded_name)
    group by names.name
)

select {{ stable_key(['name']) }} as affiliation_key, * from listed
union all by name
select {{ stable_key(['name']) }} as affiliation_key, * from unlisted

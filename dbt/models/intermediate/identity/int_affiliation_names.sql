{{ config(keep_previous=true) }}

with

listed as (
    select name as printed_name, name, 1 as preference from {{ ref('stg_countries') }}
    union all
    select name, name, 1 from {{ ref('stg_organizations') }}
    union all
    select alias, name, 2 from {{ ref('stg_country_aliases') }}
    union all
    select alias, name, 2 from {{ ref('stg_organization_aliases') }}
    union all
    select acronym, name, 3 from {{ ref('stg_organizations') }} where acronym is not null
),

-- few spellings of many speakers: each is folded once
printed as (
    select printed_name, {{ fold_name('printed_name') }} as folded_name, count(*) as spelling_count
    from (
        select affiliation_name as printed_name from {{ ref('stg_document_speakers') }}
        union all
        select affiliation_name from {{ ref('stg_votes') }}
    )
    where printed_name is not null
    group by printed_name
),

listed_names as (
    select {{ fold_name('printed_name') }} as folded_name, first(name order by preference, name) as name
    from listed
    group by 1
),

-- names that no reference table has: kept as printed, in their most frequent spelling
unlisted_names as (
    select folded_name, first(printed_name order by spelling_count desc, printed_name) as name
    from printed
    where folded_name not in (select folded_name from listed_names)
    group by 1
)

select folded_name, name, {{ stable_key(['name']) }} as affiliation_key, true as is_listed from listed_names
union all
select folded_name, name, {{ stable_key(['name']) }} as affiliation_key, false as is_listed from unlisted_names

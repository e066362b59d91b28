with

listed as (
    select name, kind, iso3, m49_region, m49_subregion, un_regional_group
    from {{ ref('stg_countries') }}
    union all by name
    select name, kind from {{ ref('stg_organizations') }}
    where name not in (select name from {{ ref('stg_countries') }})
),

names as (
    select * from {{ ref('int_affiliation_names') }} where not is_listed
),

-- what documents say of a body that no reference table lists: the kind most often given
unlisted as (
    select names.name, mode(speakers.affiliation_kind order by speakers.affiliation_kind) as kind
    from names
    left join {{ ref('stg_document_speakers') }} as speakers
        on {{ fold_name('speakers.affiliation_name') }} = names.folded_name
    group by names.name
)

select {{ stable_key(['name']) }} as affiliation_key, * from listed
union all by name
select {{ stable_key(['name']) }} as affiliation_key, * from unlisted

with

cited as (
    select distinct instrument as name from {{ ref('stg_instrument_citations') }}
),

listed as (
    select name, kind, year from {{ ref('stg_instruments') }}
),

-- resolutions and targets are too many to list; their names say what they are
recognized as (
    select
        name,
        case
            when name similar to '(Resolution|Decision) .*' then lower(split_part(name, ' ', 1))
            when name similar to 'SDG [0-9].*' then 'goal'
            else 'other'
        end as kind,
        try_cast(nullif(regexp_extract(name, '\((\d{4})\)$', 1), '') as bigint) as year
    from cited
    where name not in (select name from listed)
)

select {{ stable_key(['name']) }} as instrument_key, name, kind, year from listed
union all
select {{ stable_key(['name']) }} as instrument_key, name, kind, year from recognized

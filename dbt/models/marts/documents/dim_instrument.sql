with

listed as (
    select name, kind, year from {{ ref('stg_instruments') }}
),

-- resolutions and targets are too many to list; their names say what they are
cited as (
    select
        instrument as name,
        min(instrument_kind) as kind,
        min(instrument_year) as year
    from {{ ref('stg_instrument_citations') }}
    where instrument not in (select name from listed)
    group by instrument
)

select {{ stable_key(['name']) }} as instrument_key, name, kind, year from listed
union all
select {{ stable_key(['name']) }} as instrument_key, name, kind, year from cited

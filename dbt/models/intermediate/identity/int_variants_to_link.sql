{% if goes_on() %}
with

now as (
    from {{ rows_of_load(ref('int_speaker_variants')) }}
),

before as (
    from {{ previous('int_speaker_variants') }}
),

-- a variant that more documents print as it was printed before is linked as before
changed as (
    from (from now except from before)
    union all
    from (from before except from now)
),

touched as (
    select folded_name from changed
    union
    -- a name with fewer middle names is linked to the only longer one in its office
    select short.folded_name
    from {{ ref('int_speaker_variants') }} as short
    inner join changed as long using (affiliation_key, folded_role)
    where folded_role != ''
        and split_part(short.folded_name, ' ', 1) = split_part(long.folded_name, ' ', 1)
        and split_part(short.folded_name, ' ', -1) = split_part(long.folded_name, ' ', -1)
)

select variant_key from changed
union
-- a full name is linked to whom all documents know by it
select variant_key from {{ ref('int_speaker_variants') }} where folded_name in (from touched)
{% else %}
select variant_key from {{ ref('int_speaker_variants') }} where false
{% endif %}

{{ config(materialized='incremental', replaces={
    'variant_a': 'int_variants_to_link', 'variant_b': 'int_variants_to_link'
}) }}

-- Links are made anew where one of the two is to be linked; the other may be any variant.
with

variants as (
    select * exclude (genders), {{ is_listed('variant_key', 'int_variants_to_link') }} as is_to_link
    from {{ ref('int_speaker_variants') }}
    where is_person
),

-- full names in offices that one holds at a time, where somebody to link holds it
office_holders as (
    select
        * exclude (is_person, affiliation_kind),
        string_split(folded_name, ' ') as name_parts, name_parts[1] as first_name, name_parts[-1] as last_name
    from variants
    where contains(folded_name, ' ')
        and folded_role != ''
        and folded_role not in (select {{ fold_name('role') }} from {{ ref('stg_plural_offices') }})
        and (affiliation_key, folded_role) in (select (affiliation_key, folded_role) from variants where is_to_link)
),

-- Names that are spelled alike agree in the first letter of their first part, or in its last two
-- (see `spelled_alike`), and so in their last part: only such pairs are compared, not all of an office.
comparable as (
    {% for first_part, last_part in [('[1]', '[1]'), ('[1]', '[-2:]'), ('[-2:]', '[1]'), ('[-2:]', '[-2:]')] %}
    select *, first_name{{ first_part }} as first_part, last_name{{ last_part }} as last_part
    from office_holders
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

misspelled as (
    select distinct
        least(a.variant_key, b.variant_key) as variant_a, greatest(a.variant_key, b.variant_key) as variant_b,
        'spelling' as rule
    from comparable as a
    inner join comparable as b using (affiliation_key, folded_role, first_part, last_part)
    where a.is_to_link
        and (a.variant_key < b.variant_key or not b.is_to_link)
        and coalesce(a.gender = b.gender, true)
        and jaro_winkler_similarity(a.folded_name, b.folded_name) >= 0.85
        and {{ spelled_alike('a.name_parts', 'b.name_parts') }}
),

-- only where one longer name in that office fits: `George Bush` stays alone beside two of them
shortened as (
    select short.variant_key as variant_a, min(long.variant_key) as variant_b, 'same_office' as rule
    from office_holders as short
    inner join office_holders as long using (affiliation_key, folded_role, first_name, last_name)
    where {{ adds_middle_names('short.name_parts', 'long.name_parts') }}
    group by short.variant_key
    having count(distinct long.variant_key) = 1
),

-- the parts of one name in another order: the family name stands first in one document
ordered as (
    select distinct
        variant_key, affiliation_key, folded_name, is_to_link, list_sort(string_split(folded_name, ' ')) as sorted_parts
    from variants
    where contains(folded_name, ' ')
        and (affiliation_key, length(folded_name)) in (
            select (affiliation_key, length(folded_name)) from variants where is_to_link
        )
),

turned_round as (
    select
        least(a.variant_key, b.variant_key) as variant_a, greatest(a.variant_key, b.variant_key) as variant_b,
        'spelling' as rule
    from ordered as a
    inner join ordered as b using (affiliation_key, sorted_parts)
    where a.is_to_link and (a.variant_key < b.variant_key or not b.is_to_link) and a.folded_name != b.folded_name
),

namesakes as (
    select distinct variant_key, affiliation_key, affiliation_kind, folded_name
    from variants
    where is_to_link and contains(folded_name, ' ')
),

-- one full name in several bodies of the United Nations is one person who moved between them
moved as (
    select variant_key as variant_a, min(variant_key) over (partition by folded_name) as variant_b, 'same_name' as rule
    from namesakes
    where affiliation_kind = 'un_system'
),

-- a full name printed without affiliation, where all documents know one body for that name
unaffiliated as (
    select bare.variant_key as variant_a, min(known.variant_key) as variant_b, 'same_name' as rule
    from namesakes as bare
    inner join namesakes as known using (folded_name)
    where bare.affiliation_key is null and known.affiliation_key is not null
    group by bare.variant_key
    having count(distinct if(known.affiliation_kind = 'un_system', 'un_system', known.affiliation_key)) = 1
),

decided as (
    select variant_a, variant_b, 'override' as rule
    from {{ ref('int_identity_decisions') }}
    where decision = 'same'
),

links as (
    select * from misspelled
    union all
    select * from turned_round
    union all
    select * from shortened
    union all
    select * from moved where variant_a != variant_b
    union all
    select * from unaffiliated
),

allowed as (
    select links.*
    from links
    where not exists (
        select 1
        from {{ ref('int_identity_decisions') }} as decisions
        where decisions.decision = 'different'
            and decisions.variant_a in (links.variant_a, links.variant_b)
            and decisions.variant_b in (links.variant_a, links.variant_b)
    )
    union all
    select * from decided
)

select *
from allowed
where {{ is_listed('variant_a', 'int_variants_to_link') }} or {{ is_listed('variant_b', 'int_variants_to_link') }}

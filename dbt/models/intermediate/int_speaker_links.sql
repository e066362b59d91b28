with

speakers as (
    select *, string_split(folded_name, ' ') as name_parts from {{ ref('int_document_speakers') }}
),

variants as (
    select distinct variant_key, affiliation_key, affiliation_kind, folded_name, name_parts, is_person
    from speakers
),

office_holders as (
    select
        variant_key, affiliation_key, folded_role, name_parts, folded_name,
        mode(printed_gender order by printed_gender) as gender
    from speakers
    where is_person
        and affiliation_key is not null
        and folded_role != ''
        and folded_role not in (select {{ fold_name('role') }} from {{ ref('stg_plural_offices') }})
        and len(name_parts) > 1
    group by all
),

-- Names that are spelled alike agree in the first letter of their first part, or in its last two
-- (see `spelled_alike`), and so in their last part: only such pairs are compared, not all of an office.
comparable as (
    {% for first_part, last_part in [('[1]', '[1]'), ('[1]', '[-2:]'), ('[-2:]', '[1]'), ('[-2:]', '[-2:]')] %}
    select *, name_parts[1]{{ first_part }} as first_part, name_parts[-1]{{ last_part }} as last_part
    from office_holders
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

misspelled as (
    select distinct a.variant_key as variant_a, b.variant_key as variant_b, 'spelling' as rule
    from comparable as a
    inner join comparable as b using (affiliation_key, folded_role, first_part, last_part)
    where a.variant_key < b.variant_key
        and coalesce(a.gender = b.gender, true)
        and jaro_winkler_similarity(a.folded_name, b.folded_name) >= 0.85
        and {{ spelled_alike('a.name_parts', 'b.name_parts') }}
),

-- only where one longer name in that office fits: `George Bush` stays alone beside two of them
shortened as (
    select short.variant_key as variant_a, min(long.variant_key) as variant_b, 'same_office' as rule
    from office_holders as short
    inner join office_holders as long
        on long.affiliation_key = short.affiliation_key
        and long.folded_role = short.folded_role
        and long.name_parts[1] = short.name_parts[1]
        and long.name_parts[-1] = short.name_parts[-1]
    where {{ adds_middle_names('short.name_parts', 'long.name_parts') }}
    group by short.variant_key
    having count(distinct long.variant_key) = 1
),

-- the parts of one name in another order: the family name stands first in one document
ordered as (
    select variant_key, affiliation_key, folded_name, list_sort(name_parts) as sorted_parts
    from variants
    where is_person and affiliation_key is not null and len(name_parts) > 1
),

turned_round as (
    select a.variant_key as variant_a, b.variant_key as variant_b, 'spelling' as rule
    from ordered as a
    inner join ordered as b using (affiliation_key, sorted_parts)
    where a.variant_key < b.variant_key and a.folded_name != b.folded_name
),

-- one full name in several bodies of the United Nations is one person who moved between them
moved as (
    select variant_key as variant_a, min(variant_key) over (partition by folded_name) as variant_b, 'same_name' as rule
    from variants
    where is_person and affiliation_kind = 'un_system' and len(name_parts) > 1
),

-- a full name printed without affiliation, where all documents know one body for that name
unaffiliated as (
    select bare.variant_key as variant_a, min(known.variant_key) as variant_b, 'same_name' as rule
    from variants as bare
    inner join variants as known using (folded_name)
    where bare.affiliation_key is null
        and known.affiliation_key is not null
        and bare.is_person
        and known.is_person
        and len(bare.name_parts) > 1
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
)

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

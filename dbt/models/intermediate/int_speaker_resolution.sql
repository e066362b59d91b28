{{ config(keep_previous=true) }}

with

speakers as (
    select speakers.*, clusters.cluster_key
    from {{ ref('int_document_speakers') }} as speakers
    inner join {{ ref('int_speaker_clusters') }} as clusters using (variant_key)
),

told_apart as (
    select variant_a, variant_b from {{ ref('int_identity_decisions') }} where decision = 'different'
    union
    select variant_b, variant_a from {{ ref('int_identity_decisions') }} where decision = 'different'
),

-- `Schulz` is the one full name of that delegation in the same document, never in another
surname_in_document as (
    select short.document_key, short.speaker_ordinal, min(whole.cluster_key) as cluster_key, 'surname' as rule
    from speakers as short
    inner join speakers as whole using (document_key, affiliation_key)
    where short.is_person
        and whole.is_person
        and {{ is_surname_of('short.folded_name', 'whole.folded_name') }}
        and coalesce(short.printed_gender = whole.printed_gender, true)
        and not exists (
            select 1 from told_apart
            where told_apart.variant_a = short.variant_key and told_apart.variant_b = whole.variant_key
        )
    group by all
    having count(distinct whole.cluster_key) = 1
),

office_holders as (
    select distinct affiliation_key, folded_role, folded_name, variant_key, printed_gender, cluster_key
    from speakers
    where is_person
        and contains(folded_name, ' ')
        and folded_role != ''
        and folded_role not in (select {{ fold_name('role') }} from {{ ref('stg_plural_offices') }})
),

-- a family name stands last or first
family_names as (
    select *, unnest(list_distinct([string_split(folded_name, ' ')[1], string_split(folded_name, ' ')[-1]])) as family_name
    from office_holders
),

-- across documents a surname is enough only for the holder of the same office
surname_in_office as (
    select short.document_key, short.speaker_ordinal, min(whole.cluster_key) as cluster_key, 'same_office' as rule
    from speakers as short
    inner join family_names as whole
        on whole.affiliation_key = short.affiliation_key
        and whole.folded_role = short.folded_role
        and whole.family_name = short.folded_name
    where short.is_person
        and not contains(short.folded_name, ' ')
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
        select variant_a as variant_key, rule from {{ ref('int_speaker_links') }}
        union all
        select variant_b, rule from {{ ref('int_speaker_links') }}
    )
    group by variant_key
),

resolved as (
    select
        speakers.* exclude (cluster_key),
        coalesce(in_document.cluster_key, in_office.cluster_key, speakers.cluster_key) as cluster_key,
        case
            when starts_with(speakers.cluster_key, 'apart ') then 'override'
            else coalesce(in_document.rule, in_office.rule, joined_by.rule, 'exact')
        end as rule
    from speakers
    left join surname_in_document as in_document using (document_key, speaker_ordinal)
    left join surname_in_office as in_office using (document_key, speaker_ordinal)
    left join joined_by using (variant_key)
),

spellings as (
    select
        cluster_key, folded_name, name, affiliation_key, told_apart_by, variant_key,
        count(distinct document_key) as document_count,
        min(document_identity) as first_document
    from resolved
    group by all
),

forms as (
    select
        *,
        sum(document_count) over (partition by cluster_key, folded_name, affiliation_key) as form_count,
        min(first_document) over (partition by cluster_key, folded_name, affiliation_key) as form_first
    from spellings
),

-- a full name before a surname alone, the most frequent form, then the first by document and
-- name; of one form the spelling with its diacritics (`António` before `Antonio`)
canonical as (
    select
        cluster_key,
        first(struct_pack(name := name, affiliation_key := affiliation_key, variant_key := variant_key,
            told_apart_by := told_apart_by)
            order by
                contains(folded_name, ' ') desc, form_count desc, form_first, folded_name, affiliation_key,
                name != strip_accents(name) desc, document_count desc, first_document, name
        ) as speaker
    from forms
    group by cluster_key
)

select
    resolved.document_key,
    resolved.speaker_ordinal,
    {{ stable_key([
        'canonical.speaker.affiliation_key', "concat_ws('|', canonical.speaker.name, canonical.speaker.told_apart_by)"
    ]) }} as speaker_key,
    canonical.speaker.name as speaker_name,
    resolved.name,
    resolved.folded_name,
    resolved.is_person,
    resolved.role,
    resolved.affiliation_key,
    resolved.printed_gender,
    resolved.seen_on,
    resolved.document_identity,
    if(resolved.variant_key = canonical.speaker.variant_key, 'exact', resolved.rule) as rule
from resolved
inner join canonical using (cluster_key)

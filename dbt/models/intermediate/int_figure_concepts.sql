{{ config(materialized='incremental') }}

with

figures as (
    select
        facts.document_key,
        facts.start_offset,
        facts.unit,
        facts.rate,
        coalesce(facts.measure, facts.text) as counted_text,
        -- what a number is about is its place where the sentence names no other, unless that is the speaker
        coalesce(facts.place, if({{ fold_name('facts.about_affiliation') }} = {{ fold_name('speakers.name') }}, null, facts.about_affiliation))
            as named_place,
        if(speakers.kind in ('member_state', 'observer'), coalesce(facts.about_affiliation, speakers.name), null) as own_country
    from {{ ref('int_figures') }} as facts
    left join {{ rows_of_load(ref('int_statements')) }} as statements using (document_key, statement_ordinal)
    left join {{ ref('int_affiliations') }} as speakers on speakers.affiliation_key = statements.affiliation_key
    where {{ of_load('facts') }}
),

terms as (
    select
        array_to_string(
            list_transform(string_split(lower(phrase), ' '), lambda word: {{ singular('word') }}), ' '
        ) as phrase,
        any_value(lower(phrase) order by kind) as printed,
        any_value(kind order by kind) as kind,
        any_value(concept order by kind, concept) as concept
    from {{ ref('stg_measure_terms') }}
    group by 1
),

measures as (
    select
        counted_text,
        named_place,
        list_filter(regexp_extract_all(lower(counted_text), '\p{L}+'), lambda word: len(word) > 1) as printed_words,
        list_transform(printed_words, lambda word: {{ singular('word') }}) as words,
        list_transform(
            regexp_extract_all(lower(coalesce(named_place, '')), '\p{L}+'), lambda word: {{ singular('word') }}
        ) as place_words
    from figures
    group by all
),

-- runs of one to three words
phrases as (
    select
        measures.* exclude (words, printed_words),
        starts.start_word,
        lengths.word_count,
        array_to_string(words[starts.start_word:starts.start_word + lengths.word_count - 1], ' ') as phrase,
        array_to_string(printed_words[starts.start_word:starts.start_word + lengths.word_count - 1], ' ') as printed
    from measures, unnest(range(1, len(words) + 1)) as starts (start_word), (values (1), (2), (3)) as lengths (word_count)
    where starts.start_word + lengths.word_count <= len(words) + 1
),

known as (
    select phrases.*, terms.kind, terms.concept
    from phrases
    inner join terms using (phrase)
    -- `the country` is the speaker's, `the countries` are not
    where terms.kind != 'own_country' or terms.printed = phrases.printed
),

-- `modern slavery` hides `slavery`
longest as (
    select * from known
    where not exists (
        select 1 from known as wider
        where wider.counted_text = known.counted_text
            and wider.named_place is not distinct from known.named_place
            and wider.word_count > known.word_count
            and wider.start_word <= known.start_word
            and wider.start_word + wider.word_count >= known.start_word + known.word_count
    )
),

-- words that no term knows stay part of what is counted: better apart than wrongly compared
unknown as (
    select counted_text, named_place, 'unknown' as kind, phrase as concept
    from phrases
    where word_count = 1
        and not list_contains(place_words, phrase)
        and not exists (
            select 1 from longest
            where longest.counted_text = phrases.counted_text
                and longest.named_place is not distinct from phrases.named_place
                and phrases.start_word between longest.start_word and longest.start_word + longest.word_count - 1
        )
),

things as (
    select counted_text, named_place, kind, concept from longest
    union all
    select counted_text, named_place, kind, concept from unknown
),

-- `women died in childbirth` are maternal deaths; `refugees and displaced people` are both
narrowest as (
    select * from things
    where regexp_matches(counted_text, '(?i)\b(and|or)\b')
        or not exists (
            select 1
            from things as narrower
            inner join {{ ref('stg_related_concepts') }} as kinds
                on kinds.concept = narrower.concept and kinds.is_kind_of
            where narrower.counted_text = things.counted_text
                and narrower.named_place is not distinct from things.named_place
                and kinds.related_concept = things.concept
        )
),

concepts as (
    select
        counted_text,
        named_place,
        -- `victims of forced labour` are people in forced labour: beside a concept the general
        -- word says nothing more
        if(
            bool_or(kind = 'concept'),
            list(distinct concept order by concept) filter (kind in ('concept', 'action', 'unknown')),
            list(distinct concept order by concept) filter (kind in ('generic', 'action', 'unknown'))
        ) as concepts,
        any_value(concept) filter (kind = 'place') as measured_place,
        bool_or(kind = 'own_country') as is_own_country
    from narrowest
    group by all
),

placed as (
    select
        figures.*,
        concepts.concepts,
        coalesce(
            names.name, worldwide.concept, figures.named_place, concepts.measured_place,
            if(concepts.is_own_country, figures.own_country, null)
        ) as place
    from figures
    left join concepts
        on concepts.counted_text = figures.counted_text
        and concepts.named_place is not distinct from figures.named_place
    left join {{ ref('int_affiliation_names') }} as names
        on names.folded_name = {{ fold_name('figures.named_place') }}
    left join terms as worldwide on worldwide.kind = 'place' and worldwide.phrase = lower(figures.named_place)
)

select
    document_key,
    start_offset,
    unit,
    rate,
    concepts,
    place,
    array_to_string(concepts, ', ') as counted_thing,
    -- who speaks at the United Nations and names no place speaks of the world
    case
        when unit is not null and len(concepts) > 0
            then {{ stable_key(['unit', 'rate', "array_to_string(concepts, ', ')", "coalesce(place, 'World')"]) }}
    end as comparison_key
from placed

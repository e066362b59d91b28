{{ config(materialized='incremental', replaces={'speaker_key': 'int_concerned_speakers'}) }}

with

statements as (
    select
        speaker_key,
        count(*) as statement_count,
        count(distinct document_key) as document_count,
        sum(sentence_count)::bigint as sentence_count,
        sum(word_count)::bigint as word_count
    from {{ ref('fct_statement') }}
    where is_counted and {{ is_listed('speaker_key', 'int_concerned_speakers') }}
    group by speaker_key
),

quotations as (
    select speaker_key, count(*) as quotation_count
    from {{ ref('fct_quotation') }}
    where is_counted and {{ is_listed('speaker_key', 'int_concerned_speakers') }}
    group by speaker_key
),

figures as (
    select speaker_key, count(*) as figure_count
    from {{ ref('fct_cited_figure') }}
    where is_counted and {{ is_listed('speaker_key', 'int_concerned_speakers') }}
    group by speaker_key
),

claims as (
    select
        speaker_key
        {% for stance in var('stances') %}
        , sum(claim_count) filter (stance = '{{ stance }}')::bigint as {{ stance }}_count
        {% endfor %}
    from {{ ref('int_speaker_claims') }}
    where {{ is_listed('speaker_key', 'int_concerned_speakers') }}
    group by speaker_key
)

select
    speakers.speaker_key,
    coalesce(statements.statement_count, 0) as statement_count,
    coalesce(statements.document_count, 0) as document_count,
    coalesce(statements.sentence_count, 0) as sentence_count,
    coalesce(statements.word_count, 0) as word_count,
    coalesce(quotations.quotation_count, 0) as quotation_count,
    coalesce(figures.figure_count, 0) as figure_count
    {% for stance in var('stances') %}
    , coalesce(claims.{{ stance }}_count, 0) as {{ stance }}_count
    {% endfor %}
from {{ ref('dim_speaker') }} as speakers
left join statements using (speaker_key)
left join quotations using (speaker_key)
left join figures using (speaker_key)
left join claims using (speaker_key)
where {{ is_listed('speakers.speaker_key', 'int_concerned_speakers') }}

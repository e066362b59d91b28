{{ config(materialized='incremental') }}

with

sentences as (
    select
        statement_key,
        count(*) filter (is_counted) as sentence_count,
        coalesce(sum(word_count) filter (is_counted), 0)::bigint as word_count,
        bool_or(is_counted) as is_counted
    from {{ rows_of_load(ref('fct_sentence')) }}
    group by statement_key
)

select
    statements.statement_key,
    statements.document_key,
    statements.speaker_key,
    statements.affiliation_key,
    statements.role,
    statements.capacity,
    statements.kind,
    statements.spoken_language,
    statements.statement_ordinal as ordinal,
    coalesce(sentences.sentence_count, 0) as sentence_count,
    coalesce(sentences.word_count, 0) as word_count,
    coalesce(sentences.is_counted, false) as is_counted
from {{ rows_of_load(ref('int_statements')) }} as statements
left join sentences using (statement_key)

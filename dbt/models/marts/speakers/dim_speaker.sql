{{ config(materialized='incremental', replaces={'speaker_key': 'int_concerned_speakers'}) }}

with

speakers as (
    select * from {{ ref('int_speaker_resolution') }} where {{ is_listed('speaker_key', 'int_concerned_speakers') }}
),

spoken as (
    select speaker_key, count(*) as statement_count
    from {{ ref('fct_statement') }}
    where is_counted and {{ is_listed('speaker_key', 'int_concerned_speakers') }}
    group by speaker_key
)

select
    speakers.speaker_key,
    any_value(speakers.speaker_name) as name,
    bool_or(speakers.is_person) as is_person,
    last(speakers.role order by speakers.seen_on nulls first, speakers.document_identity, speakers.speaker_ordinal)
        filter (speakers.role is not null) as role,
    last(
        speakers.affiliation_key order by speakers.seen_on nulls first, speakers.document_identity, speakers.speaker_ordinal
    ) filter (speakers.affiliation_key is not null) as affiliation_key,
    -- what the majority of documents print; as many for one as for the other says nothing
    case sign(
        count(distinct speakers.document_key) filter (speakers.printed_gender = 'female')
        - count(distinct speakers.document_key) filter (speakers.printed_gender = 'male')
    ) when 1 then 'female' when -1 then 'male' end as printed_gender,
    min(speakers.seen_on) as first_seen_on,
    max(speakers.seen_on) as last_seen_on,
    count(distinct speakers.document_key) as document_count,
    coalesce(any_value(spoken.statement_count), 0) as statement_count
from speakers
left join spoken using (speaker_key)
group by speakers.speaker_key

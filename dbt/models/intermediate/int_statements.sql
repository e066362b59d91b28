{{ config(materialized='incremental') }}

select
    {{ stable_key(['statements.document_key', "'statement'", 'statements.statement_ordinal']) }} as statement_key,
    statements.document_key,
    statements.statement_ordinal,
    statements.speaker_ordinal,
    speakers.speaker_key,
    speakers.affiliation_key,
    coalesce(statements.role, speakers.role) as role,
    statements.capacity,
    statements.kind,
    statements.spoken_language
from {{ ref('stg_statements') }} as statements
inner join {{ ref('int_speaker_resolution') }} as speakers using (document_key, speaker_ordinal)
where {{ of_load('statements', staged=true) }}

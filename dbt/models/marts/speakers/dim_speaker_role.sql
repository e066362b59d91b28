{{ config(materialized='incremental', replaces={'speaker_key': 'int_concerned_speakers'}) }}

select
    speaker_key,
    role,
    affiliation_key,
    min(seen_on) as first_seen_on,
    max(seen_on) as last_seen_on,
    count(distinct document_key) as document_count
from {{ ref('int_speaker_resolution') }}
where {{ is_listed('speaker_key', 'int_concerned_speakers') }}
group by all

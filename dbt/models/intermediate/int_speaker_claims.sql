{{ config(materialized='incremental') }}

-- a claim on two issues is one claim; it stands in one document, so the counts may be summed
select document_key, speaker_key, stance, count(distinct (sentence_key, claim_ordinal)) as claim_count
from {{ rows_of_load(ref('fct_position')) }}
where is_counted and stance != 'none' and speaker_key is not null
group by all

{{ config(materialized='view') }}

select
    coalesce(positions.issue, '(all)') as issue,
    positions.stance,
    count(distinct (positions.sentence_key, positions.claim_ordinal)) as claim_count,
    count(distinct positions.statement_key) as statement_count,
    count(distinct positions.speaker_key) as speaker_count,
    count(distinct positions.affiliation_key) as affiliation_count,
    count(distinct positions.document_key) as document_count
from {{ ref('fct_position') }} as positions
where positions.is_counted and positions.stance != 'none'
group by grouping sets ((positions.issue, positions.stance), (positions.stance))

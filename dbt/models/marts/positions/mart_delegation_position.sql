with

spoken as (
    select affiliation_key, count(*) as sentence_count
    from {{ ref('fct_sentence') }}
    where is_counted and statement_key is not null and affiliation_key is not null
    group by affiliation_key
),

counted as (
    select
        affiliation_key, issue, stance, attribution,
        count(distinct (sentence_key, claim_ordinal)) as claim_count,
        count(distinct statement_key) as statement_count,
        count(distinct document_key) as document_count
    from {{ ref('v_delegation_claims') }}
    group by all
),

-- who spoke and took no position on an issue has a row that says so; who kept silent has none
without_position as (
    select spoken.affiliation_key, issues.issue, 'none' as stance, 'own' as attribution,
        0 as claim_count, 0 as statement_count, 0 as document_count
    from spoken
    cross join {{ ref('dim_issue') }} as issues
    where (spoken.affiliation_key, issues.issue) not in (
        select (affiliation_key, issue) from counted where attribution = 'own'
    )
)

select positions.*, coalesce(spoken.sentence_count, 0) as sentence_count
from (select * from counted union all select * from without_position) as positions
left join spoken using (affiliation_key)

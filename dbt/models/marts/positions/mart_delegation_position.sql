with

spoken as (
    select affiliation_key, sum(sentence_count)::bigint as sentence_count
    from {{ ref('fct_statement') }}
    where is_counted and affiliation_key is not null
    group by affiliation_key
),

counted as (
    select
        affiliation_key, issue, stance, attribution,
        sum(claim_count)::bigint as claim_count,
        sum(statement_count)::bigint as statement_count,
        count(*) as document_count
    from {{ ref('int_delegation_positions') }}
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

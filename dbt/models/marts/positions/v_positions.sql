{{ config(materialized='view') }}

select
    facts.position_key,
    facts.stance,
    facts.issue,
    issues.label as issue_label,
    facts.cue,
    facts.claim_ordinal,
    facts.is_main_claim,
    targets.name as target_affiliation,
    {{ wide_columns() }}
from {{ wide_facts('fct_position') }}
left join {{ ref('dim_issue') }} as issues using (issue)
left join {{ ref('dim_affiliation') }} as targets on targets.affiliation_key = facts.target_affiliation_key

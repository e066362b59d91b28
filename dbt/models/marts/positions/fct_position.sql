{{ config(materialized='incremental') }}

select
    {{ fact_key('position', 'facts', ['facts.claim_ordinal', 'facts.issue']) }} as position_key,
    {{ context_columns() }},
    facts.stance,
    facts.issue,
    facts.cue,
    facts.claim_ordinal,
    facts.is_main_claim,
    names.affiliation_key as target_affiliation_key
from {{ facts_with_context('int_positions') }}
left join {{ ref('int_affiliation_names') }} as names on names.folded_name = {{ fold_name('facts.target_affiliation') }}

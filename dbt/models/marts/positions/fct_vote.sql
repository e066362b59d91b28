{{ config(materialized='incremental') }}

-- The narrator tells who voted how: `affiliation_key` is the delegation that voted.
select
    {{ fact_key('vote', 'facts') }} as vote_key,
    {{ context_columns() | replace('statements.affiliation_key', 'coalesce(countries.affiliation_key, names.affiliation_key) as affiliation_key') }},
    facts.draft,
    facts.vote
from {{ facts_with_context('stg_votes') }}
left join {{ ref('int_affiliations') }} as countries on countries.iso3 = facts.iso3
left join {{ ref('int_affiliation_names') }} as names on names.folded_name = {{ fold_name('facts.affiliation_name') }}

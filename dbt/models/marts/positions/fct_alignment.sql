{{ config(materialized='incremental') }}

select
    {{ fact_key('alignment', 'facts', ['facts.relation', 'facts.with_name']) }} as alignment_key,
    {{ context_columns() }},
    facts.relation,
    facts.with_name,
    coalesce(countries.affiliation_key, names.affiliation_key) as with_affiliation_key
from {{ facts_with_context('stg_alignments') }}
left join {{ ref('int_affiliations') }} as countries on countries.iso3 = facts.with_iso3
left join {{ ref('int_affiliation_names') }} as names on names.folded_name = {{ fold_name('facts.with_name') }}

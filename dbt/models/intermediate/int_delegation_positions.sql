{{ config(materialized='incremental', replaces={'document_key': 'int_concerned_occasions'}) }}

-- a claim and a statement stand in one document, so these counts may be summed over documents
select
    document_key,
    affiliation_key,
    issue,
    stance,
    attribution,
    count(distinct (sentence_key, claim_ordinal)) as claim_count,
    count(distinct statement_key) as statement_count
from ({{ delegation_claims(of_load=true) }})
where affiliation_key is not null
group by all

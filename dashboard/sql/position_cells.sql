-- claims of the delegations shown, by issue, stance and whose words they are; the three are never added up
select
    claims.affiliation_key, affiliations.name as delegation, claims.issue, issues.label as issue_label,
    claims.stance, claims.attribution,
    count(*) as claim_count,
    count(distinct claims.statement_key) as statement_count,
    count(distinct claims.document_key) as document_count
from marts.v_delegation_claims as claims
inner join memory.main.chosen_documents($organ, $since, $until) using (document_key)
inner join marts.dim_affiliation as affiliations using (affiliation_key)
inner join marts.dim_issue as issues using (issue)
where ($delegations is null or claims.affiliation_key in (select unnest($delegations::varchar[])))
    and ($issue is null or claims.issue = $issue)
    and ($attribution is null or claims.attribution = $attribution)
    and memory.main.on_topic(claims.sentence_key, $topic)
group by all
order by delegation, claims.issue, claims.stance, claims.attribution

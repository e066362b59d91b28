-- the keys of the claims behind one mark of the panels
select claims.position_key as key, count(*) over () as total_count
from marts.v_delegation_claims as claims
inner join memory.main.chosen_documents($organ, $since, $until) as documents using (document_key)
where claims.affiliation_key = $affiliation
    and claims.issue = $issue
    and claims.stance = $stance
    and claims.attribution = $attribution
    and memory.main.on_topic(claims.sentence_key, $topic)
order by documents.spoken_on desc nulls last, claims.document_key, claims.sentence_key, claims.position_key
limit $size offset $skip

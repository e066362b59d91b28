-- the rows of the position panels: who spoke most first, with a group or region also who did not speak
with
documents as (from memory.main.chosen_documents($organ, $since, $until)),
spoken as (
    select sentences.affiliation_key, count(*) as sentence_count
    from marts.fct_sentence as sentences
    inner join documents using (document_key)
    where sentences.is_counted and sentences.statement_key is not null
        and memory.main.on_topic(sentences.sentence_key, $topic)
    group by all
),
claimed as (
    select claims.affiliation_key, count(*) as claim_count
    from marts.v_delegation_claims as claims
    inner join documents using (document_key)
    where memory.main.on_topic(claims.sentence_key, $topic)
    group by all
)
select affiliations.affiliation_key, affiliations.name, affiliations.kind,
    coalesce(spoken.sentence_count, 0) as sentence_count, coalesce(claimed.claim_count, 0) as claim_count,
    count(*) over () as total_count,
    count(*) filter (where coalesce(spoken.sentence_count, 0) = 0) over () as silent_count
from memory.main.chosen_affiliations($region, $group, $since, $until) as affiliations
left join spoken using (affiliation_key)
left join claimed using (affiliation_key)
where memory.main.mentions(affiliations.name, $words)
    and ($everyone or affiliations.kind in ('member_state', 'observer', 'regional_organization'))
    and (spoken.affiliation_key is not null or claimed.affiliation_key is not null
        or (($region is not null or $group is not null) and affiliations.kind = 'member_state'))
order by claim_count desc, sentence_count desc, affiliations.name
limit $size offset $skip

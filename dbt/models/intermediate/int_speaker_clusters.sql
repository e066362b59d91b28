with recursive

links as (
    select variant_a, variant_b from {{ ref('int_speaker_links') }}
    union all
    select variant_b, variant_a from {{ ref('int_speaker_links') }}
),

variants as (
    select distinct variant_key from {{ ref('int_document_speakers') }}
),

reached (variant_key, other_key) as (
    select variant_key, variant_key from variants
    union
    select reached.variant_key, links.variant_b
    from reached
    inner join links on links.variant_a = reached.other_key
),

clusters as (
    select variant_key, min(other_key) as cluster_key from reached group by variant_key
),

-- whom a person told apart leaves, even where a third spelling would have joined the two
set_apart as (
    select distinct b.variant_key
    from {{ ref('int_identity_decisions') }} as decisions
    inner join clusters as a on a.variant_key = decisions.variant_a
    inner join clusters as b on b.variant_key = decisions.variant_b
    where decisions.decision = 'different' and a.cluster_key = b.cluster_key
)

select
    clusters.variant_key,
    if(set_apart.variant_key is null, clusters.cluster_key, 'apart ' || clusters.variant_key) as cluster_key
from clusters
left join set_apart using (variant_key)

{{ config(materialized='incremental', replaces={'variant_key': 'int_variants_to_cluster'}) }}

with recursive

links as (
    select variant_a, variant_b from {{ ref('int_speaker_links') }}
    where {{ is_listed('variant_a', 'int_variants_to_cluster') }}
    union all
    select variant_b, variant_a from {{ ref('int_speaker_links') }}
    where {{ is_listed('variant_b', 'int_variants_to_cluster') }}
),

variants as (
    select distinct variant_key
    from {{ ref('int_speaker_variants') }}
    where {{ is_listed('variant_key', 'int_variants_to_cluster') }}
),

-- each variant hands the least key that it knows of to those linked to it, until none learns of a lesser
clusters (variant_key, component_key) using key (variant_key) as (
    select variant_key, variant_key from variants
    union
    select links.variant_b, min(told.component_key)
    from clusters as told
    inner join links on links.variant_a = told.variant_key
    inner join recurring.clusters as known on known.variant_key = links.variant_b
    where told.component_key < known.component_key
    group by links.variant_b
),

-- whom a person told apart leaves, even where a third spelling would have joined the two
set_apart as (
    select distinct b.variant_key
    from {{ ref('int_identity_decisions') }} as decisions
    inner join clusters as a on a.variant_key = decisions.variant_a
    inner join clusters as b on b.variant_key = decisions.variant_b
    where decisions.decision = 'different' and a.component_key = b.component_key
)

select
    clusters.variant_key,
    clusters.component_key,
    if(set_apart.variant_key is null, clusters.component_key, 'apart ' || clusters.variant_key) as cluster_key
from clusters
left join set_apart using (variant_key)

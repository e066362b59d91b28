{{ config(materialized='incremental', replaces={'cluster_key': 'int_clusters_to_name'}, keep_previous=true) }}

with

spellings as (
    select
        cluster_key, folded_name, name, affiliation_key, told_apart_by, variant_key,
        count(distinct document_key) as document_count,
        min(document_identity) as first_document
    from {{ ref('int_speaker_members') }}
    where {{ is_listed('cluster_key', 'int_clusters_to_name') }}
    group by all
),

forms as (
    select
        *,
        sum(document_count) over (partition by cluster_key, folded_name, affiliation_key) as form_count,
        min(first_document) over (partition by cluster_key, folded_name, affiliation_key) as form_first
    from spellings
),

-- a full name before a surname alone, the most frequent form, then the first by document and
-- name; of one form the spelling with its diacritics (`António` before `Antonio`)
canonical as (
    select
        cluster_key,
        first(struct_pack(name := name, affiliation_key := affiliation_key, variant_key := variant_key,
            told_apart_by := told_apart_by)
            order by
                contains(folded_name, ' ') desc, form_count desc, form_first, folded_name, affiliation_key,
                name != strip_accents(name) desc, document_count desc, first_document, name
        ) as speaker
    from forms
    group by cluster_key
)

select
    cluster_key,
    {{ stable_key(['speaker.affiliation_key', "concat_ws('|', speaker.name, speaker.told_apart_by)"]) }} as speaker_key,
    speaker.name as speaker_name,
    speaker.variant_key as variant_key
from canonical

{{ config(materialized='incremental', replaces={'variant_key': 'int_variants_to_describe'}, keep_previous=true) }}

select
    variant_key,
    affiliation_key,
    affiliation_kind,
    folded_name,
    is_person,
    folded_role,
    mode(printed_gender order by printed_gender) as gender,
    list_sort(list(distinct coalesce(printed_gender, ''))) as genders
from {{ ref('int_document_speakers') }}
where {{ is_listed('variant_key', 'int_variants_to_describe') }}
group by variant_key, affiliation_key, affiliation_kind, folded_name, is_person, folded_role

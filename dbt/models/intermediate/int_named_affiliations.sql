{{ config(materialized='incremental', replaces={'document_key': 'stg_pending_documents'}) }}

with

-- what a person corrects comes with the reference tables, which build everything anew
figures as (
    {{ corrected_figures(of_load('facts', 'stg_pending_documents', staged=true)) }}
)

select document_key, folded_name
from (
    select document_key, {{ fold_name('target_affiliation') }} as folded_name from {{ ref('stg_positions') }} as facts where {{ of_load('facts', 'stg_pending_documents', staged=true) }}
    union all
    select document_key, {{ fold_name('with_name') }} as folded_name from {{ ref('stg_alignments') }} as facts where {{ of_load('facts', 'stg_pending_documents', staged=true) }}
    union all
    select document_key, {{ fold_name('affiliation_name') }} as folded_name from {{ ref('stg_votes') }} as facts where {{ of_load('facts', 'stg_pending_documents', staged=true) }}
    union all
    select document_key, {{ fold_name('about_affiliation') }} from figures
    union all
    select document_key, {{ fold_name('place') }} from figures
)
where folded_name is not null
group by all

{{ config(materialized='incremental', concerned='stg_pending_documents') }}

select
    document_key,
    speaker_ordinal,
    {{ fold_name('name') }} as folded_name,
    coalesce({{ fold_name('role') }}, '') as folded_role,
    {{ fold_name('affiliation_name') }} as folded_affiliation
from {{ ref('stg_document_speakers') }} as speakers
where {{ of_load('speakers', 'stg_pending_documents', staged=true) }}

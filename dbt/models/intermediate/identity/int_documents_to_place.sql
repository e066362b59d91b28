select document_key from {{ ref('stg_pending_documents') }}
{% if goes_on() %}
union
select document_key
from {{ before_load('int_placed_speakers') }}
where folded_affiliation in (select folded_name from {{ ref('int_renamed_affiliations') }})
{% endif %}
-- depends on: {{ ref('int_renamed_affiliations') }}

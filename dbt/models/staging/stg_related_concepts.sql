select
    concept,
    related_concept,
    is_kind_of,
    reason
from {{ source('reference', 'related_concepts') }}

select
    concept,
    related_concept,
    reason
from {{ source('reference', 'related_concepts') }}

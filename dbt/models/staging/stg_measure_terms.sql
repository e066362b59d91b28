select
    phrase,
    kind,
    concept,
    reason
from {{ source('reference', 'measure_terms') }}

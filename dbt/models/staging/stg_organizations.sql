select
    name,
    acronym,
    kind
from {{ source('reference', 'organizations') }}

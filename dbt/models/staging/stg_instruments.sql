select
    name,
    kind,
    year
from {{ source('reference', 'instruments') }}

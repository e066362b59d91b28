select
    role,
    reason
from {{ source('reference', 'plural_offices') }}

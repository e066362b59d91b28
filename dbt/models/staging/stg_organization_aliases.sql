select
    alias,
    name
from {{ source('reference', 'organization_aliases') }}

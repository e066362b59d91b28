select
    alias,
    name
from {{ source('reference', 'country_aliases') }}

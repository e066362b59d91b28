select
    topic,
    label,
    description
from {{ source('reference', 'topics') }}

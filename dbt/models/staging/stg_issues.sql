select
    issue,
    label,
    description
from {{ source('reference', 'issues') }}

select
    name_a,
    affiliation_a,
    name_b,
    affiliation_b,
    decision,
    reason
from {{ source('reference', 'identity_overrides') }}

select
    name,
    iso3,
    kind,
    m49_region,
    m49_subregion,
    un_regional_group
from {{ source('reference', 'countries') }}

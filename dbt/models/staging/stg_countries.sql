select
    name,
    iso3,
    kind,
    m49_region,
    m49_subregion,
    m49_intermediate_region,
    un_regional_group
from {{ source('reference', 'countries') }}

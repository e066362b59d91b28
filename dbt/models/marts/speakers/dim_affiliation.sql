select affiliation_key, name, kind, iso3, m49_region, m49_subregion, m49_intermediate_region, un_regional_group
from {{ ref('int_affiliations') }}

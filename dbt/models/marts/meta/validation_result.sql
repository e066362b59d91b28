select * from {{ ref('stg_validation_results') }}

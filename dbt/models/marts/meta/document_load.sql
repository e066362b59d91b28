select * from {{ ref('stg_document_loads') }}

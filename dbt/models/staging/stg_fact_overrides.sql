select
    table_name,
    document_identity,
    text,
    start_offset,
    column_name,
    value,
    reason
from {{ source('reference', 'fact_overrides') }}

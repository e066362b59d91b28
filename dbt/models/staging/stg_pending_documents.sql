select
    document_key,
    change
from {{ source('staging', 'pending_documents') }}

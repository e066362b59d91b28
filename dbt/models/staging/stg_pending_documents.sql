select document_key
from {{ source('staging', 'pending_documents') }}

select
    document_key,
    sentence_ordinal,
    topic,
    load_id
from {{ source('staging', 'sentence_topics') }}

select
    document_key,
    sentence_ordinal,
    topic
from {{ source('staging', 'sentence_topics') }}

{{ config(materialized='incremental') }}

select
    {{ sentence_key('topics') }} as sentence_key,
    topics.document_key,
    topics.topic
from {{ ref('stg_sentence_topics') }} as topics
where {{ of_load('topics', staged=true) }}

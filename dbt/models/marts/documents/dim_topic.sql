select topic, label, description from {{ ref('stg_topics') }}

{{ config(materialized='incremental') }}

-- The rule that joined documents is told before the one that found the form in its document.
select
    speakers.speaker_key,
    aliases.document_key,
    aliases.alias,
    any_value(if(speakers.rule = 'exact', aliases.decided_by, speakers.rule) order by speakers.speaker_ordinal) as decided_by
from {{ ref('stg_speaker_aliases') }} as aliases
inner join {{ ref('int_speaker_resolution') }} as speakers using (document_key, speaker_ordinal)
where {{ of_load('aliases', staged=true) }}
group by all

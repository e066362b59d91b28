{% if goes_on() %}
select speaker_key from {{ rows_of_load(ref('int_speaker_names')) }}
union
select speaker_key from {{ previous('int_speaker_names') }}
{% else %}
select speaker_key from {{ ref('int_speaker_names') }} where false
{% endif %}

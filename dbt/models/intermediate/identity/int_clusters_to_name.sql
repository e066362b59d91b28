{% if goes_on() %}
select cluster_key from {{ rows_of_load(ref('int_speaker_members')) }}
union
select cluster_key from {{ previous('int_speaker_members') }}
{% else %}
select cluster_key from {{ ref('int_speaker_members') }} where false
{% endif %}

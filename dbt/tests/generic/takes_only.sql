{#- Every value of each column is one of those listed; NULL passes. -#}
{% test takes_only(model, values) %}
with judged as (select * from {{ rows_of_load(model) }})
{% for column, allowed in values.items() %}
select '{{ column }}' as column_name, {{ column }} as unknown_value
from judged
where {{ column }} not in ({% for value in allowed %}'{{ value }}'{{ ', ' if not loop.last }}{% endfor %})
{% if not loop.last %}union all{% endif %}
{% endfor %}
{% endtest %}

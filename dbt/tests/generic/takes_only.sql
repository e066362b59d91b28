{#- Every value of each column is one of those listed; NULL passes. -#}
{% test takes_only(model, values) %}
{% for column, allowed in values.items() %}
select '{{ column }}' as column_name, {{ column }} as unknown_value
from {{ rows_of_load(model) }}
where {{ column }} not in ({% for value in allowed %}'{{ value }}'{{ ', ' if not loop.last }}{% endfor %})
{% if not loop.last %}union all{% endif %}
{% endfor %}
{% endtest %}

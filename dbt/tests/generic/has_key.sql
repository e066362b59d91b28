{#- The columns together are never NULL and never repeated. -#}
{% test has_key(model, columns) %}
select {{ columns | join(', ') }}, count(*) as row_count
from {{ rows_of_load(model) }}
group by all
having count(*) > 1{% for column in columns %} or {{ column }} is null{% endfor %}
{% endtest %}

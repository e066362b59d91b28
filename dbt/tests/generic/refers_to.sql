{#- Every value of each column exists in the model it points to: one test for all keys of a model. -#}
{% test refers_to(model, references) %}
with children as (select * from {{ rows_of_load(model) }})
{% for reference in references %}
select '{{ reference.column }}' as column_name, cast(child.{{ reference.column }} as varchar) as dangling_value
from children as child
where child.{{ reference.column }} is not null
    and not exists (
        select 1 from {{ rows_beside(model, reference.to) }} as parent
        where parent.{{ reference.field or reference.column }} = child.{{ reference.column }}
    )
{% if not loop.last %}union all{% endif %}
{% endfor %}
{% endtest %}

-- Written from the models' own contracts; the comments in the file say the same.
{% set models = graph.nodes.values()
    | selectattr('resource_type', 'equalto', 'model')
    | selectattr('database', 'equalto', this.database)
    | sort(attribute='name') %}

select
    schema_name,
    table_name,
    column_name,
    ordinal::bigint as ordinal,
    data_type,
    description
from (
    values
    {% for model in models %}
        {% set is_last = loop.last %}
        {% for column in model.columns.values() %}
        (
            '{{ model.schema }}', '{{ model.name }}', '{{ column.name }}', {{ loop.index }},
            '{{ column.data_type }}', '{{ column.description | replace("'", "''") }}'
        ){{ ',' if not (is_last and loop.last) }}
        {% endfor %}
    {% endfor %}
) as columns (schema_name, table_name, column_name, ordinal, data_type, description)

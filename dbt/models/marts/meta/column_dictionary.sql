-- Written from the models' own contracts; the file's comments say the same.
{% set models = graph.nodes.values()
    | selectattr('resource_type', 'equalto', 'model')
    | selectattr('database', 'equalto', this.database)
    | sort(attribute='name') %}
{% for model in models %}
{% for column in model.columns.values() %}
select
    '{{ model.schema }}' as schema_name,
    '{{ model.name }}' as table_name,
    '{{ column.name }}' as column_name,
    {{ loop.index }}::bigint as ordinal,
    '{{ column.data_type }}' as data_type,
    '{{ column.description | replace("'", "''") }}' as description
{% if not loop.last %}union all{% endif %}
{% endfor %}
{% if not loop.last %}union all{% endif %}
{% endfor %}

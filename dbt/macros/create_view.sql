{#- Published views name their tables without the database, so that the file may be named anything. -#}
{% macro duckdb__create_view_as(relation, sql) -%}
    {% if config.get('contract').enforced %}
        {{ get_assert_columns_equivalent(sql) }}
        {% set sql = sql | replace('"' ~ relation.database ~ '".', '') %}
    {% endif %}
    create view {{ relation }} as (
        {{ sql }}
    );
{%- endmacro %}

{#- Rows of the documents that a load concerns; all rows where a model is built anew. `concerned` is the
    model that lists them, the same as in the model's config. Rows that are `staged` tell which load staged
    them, with their document; they lie together, so that what earlier loads staged is not read. -#}
{% macro of_load(row, concerned='int_concerned_documents', staged=false) -%}
    {%- set listed = ref(concerned) -%}
    {%- set documents = ref('stg_documents') if staged -%}
    {% if is_incremental() -%}
    {{ row }}.document_key in (select document_key from {{ listed }})
    {%- if staged %}
    and {{ row }}.load_id in (
        select load_id from {{ documents }} where document_key in (select document_key from {{ listed }})
    )
    {%- endif %}
    {%- else %}true{% endif %}
{%- endmacro %}

{#- Whether the load goes on from marts that are there already. -#}
{% macro goes_on() -%}
    {%- if execute and not flags.FULL_REFRESH -%}
        {{ return(adapter.get_relation('rostrum', 'marts', 'fct_sentence') is not none) }}
    {%- endif -%}
    {{ return(false) }}
{%- endmacro %}

{#- What a model was before this load; kept by its config `keep_previous`. -#}
{% macro previous(model) -%}
    {%- set now = ref(model) -%}
    {{ now.incorporate(path={'identifier': now.identifier ~ '_previous'}) }}
{%- endmacro %}

{#- A test of a model that is incremental judges the rows that the load wrote, another one all. -#}
{% macro rows_of_load(model) -%}
    {%- set listed = ref('int_concerned_documents') -%}
    {%- set node = graph.nodes.values() | selectattr('resource_type', 'equalto', 'model')
        | selectattr('alias', 'equalto', model.identifier) | list | first if execute else none -%}
    {%- if node and node.config.materialized == 'incremental' -%}
        (select * from {{ model }} where document_key in (select document_key from {{ listed }}))
    {%- else -%}{{ model }}{%- endif -%}
{%- endmacro %}

{#- Rows of `facts` of the documents that a load concerns; all rows where a model is built anew. `concerned` is the
    model that lists them, the same as in the model's config. Rows that are `staged` tell which load staged
    them, with their document; they lie together, so that what earlier loads staged is not read. -#}
{% macro of_load(row, concerned='int_concerned_documents', staged=false) -%}
    {%- set documents = ref('stg_documents') if staged -%}
    {{ is_listed(row ~ '.document_key', concerned) }}
    {%- if staged and is_partial() %}
    and {{ row }}.load_id in (
        select load_id from {{ documents }} where document_key in (from {{ ref(concerned) }})
    )
    {%- endif %}
{%- endmacro %}

{#- Whether a key is in the model that lists what this load makes anew; true where all is built anew. -#}
{% macro is_listed(key, model) -%}
    {%- set listed = ref(model) -%}
    {% if is_partial() %}{{ key }} in (from {{ listed }}){% else %}true{% endif %}
{%- endmacro %}

{#- Whether this model is made for what the load concerns only. -#}
{% macro is_partial() -%}
    {{ return(goes_on() if config.get('materialized') == 'view' else is_incremental()) }}
{%- endmacro %}

{#- Whether the load goes on from marts that are there already. -#}
{% macro goes_on() -%}
    {%- if execute and not flags.FULL_REFRESH -%}
        {{ return(adapter.get_relation('rostrum', 'marts', 'fct_sentence') is not none) }}
    {%- endif -%}
    {{ return(false) }}
{%- endmacro %}

{#- What a model was before this load, kept by its config `keep_previous`: of an incremental one the rows that
    the load replaced. -#}
{% macro previous(model) -%}
    {{ previous_of(ref(model)) }}
{%- endmacro %}

{% macro previous_of(relation) -%}
    {{ return(relation.incorporate(path={'identifier': relation.identifier ~ '_previous'})) }}
{%- endmacro %}

{#- An incremental model as the last load left it, for what decides which of its rows are replaced. -#}
{% macro before_load(model) -%}
    {{ this.incorporate(path={'identifier': model}) }}
{%- endmacro %}

{#- The rows that a load replaces in an incremental model. Its config `replaces` maps columns to the models that
    list their values; a row with a listed value is replaced. -#}
{% macro replaced_rows(replaces) -%}
    {%- for column, listed in (replaces or {'document_key': 'int_concerned_documents'}).items() -%}
    {{ column }} in (from {{ in_staging('stg' if listed.startswith('stg_') else 'int', listed) }})
    {{- ' or ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{% macro in_staging(schema, identifier) -%}
    {{ return(api.Relation.create(database=target.database, schema=schema, identifier=identifier, type='table')) }}
{%- endmacro %}

{#- What the load wrote to an incremental model; none where the model was built anew. -#}
{% macro written_by(model) -%}
    {{ return(adapter.get_relation(target.database, 'int', model.identifier ~ '_written')) }}
{%- endmacro %}

{#- The rows of a model that this load wrote: all, where the model is built anew each time. -#}
{% macro rows_of_load(model) -%}
    {{ (written_by(model) or model) if execute else model }}
{%- endmacro %}

{#- The rows of `parent` that rows of `child` written by this load may refer to: those that it wrote too, where both
    replace rows of the same documents; all of a dimension. -#}
{% macro rows_beside(child, parent) -%}
    {{ rows_of_load(parent) if execute and written_by(child) and is_by_document(child) and is_by_document(parent) else parent }}
{%- endmacro %}

{% macro is_by_document(model) -%}
    {%- set nodes = graph.nodes.values() | selectattr('resource_type', 'equalto', 'model')
        | selectattr('alias', 'equalto', model.identifier) | list -%}
    {{ return(nodes[0].config.materialized == 'incremental' and not nodes[0].config.get('replaces')) }}
{%- endmacro %}

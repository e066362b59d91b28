{#- The one place where keys are made: md5 over the parts joined by '|', NULL as ''. -#}
{% macro stable_key(parts) -%}
    md5(concat_ws('|'{% for part in parts %}, coalesce(cast({{ part }} as varchar), ''){% endfor %}))
{%- endmacro %}

{#- A sentence: its document and its place in it. -#}
{% macro sentence_key(row) -%}
    {{ stable_key([row ~ '.document_key', row ~ '.sentence_ordinal']) }}
{%- endmacro %}

{#- A fact: its sentence, its kind, its offset, and what else makes it unique there. -#}
{% macro fact_key(kind, row, also=[]) -%}
    {{ stable_key([sentence_key(row), "'" ~ kind ~ "'", row ~ '.start_offset'] + also) }}
{%- endmacro %}

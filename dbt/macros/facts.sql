{#- The columns that every fact table has; goes with `facts_with_context`. -#}
{% macro context_columns() -%}
    facts.document_key,
    {{ sentence_key('facts') }} as sentence_key,
    statements.statement_key,
    statements.speaker_key,
    statements.affiliation_key,
    facts.section,
    case
        when reassigned.document_key is null then facts.mode
        when reassigned.statement_ordinal is null then 'narrator'
        when facts.mode = 'narrator' then 'indirect'
        else facts.mode
    end as mode,
    facts.is_counted,
    facts.rule,
    facts.text,
    facts.start_offset,
    facts.end_offset
{%- endmacro %}

{#- The facts of the load with the statement they belong to, which a person may have corrected. -#}
{% macro facts_with_context(model) -%}
    (select * from {{ ref(model) }} as facts where {{ of_load('facts', staged=true) }}) as facts
    left join {{ ref('int_reassigned_sentences') }} as reassigned
        on reassigned.document_key = facts.document_key
        and reassigned.sentence_ordinal = facts.sentence_ordinal
    left join {{ rows_of_load(ref('int_statements')) }} as statements
        on statements.document_key = facts.document_key
        and statements.statement_ordinal = case
            when reassigned.document_key is null then facts.statement_ordinal
            else reassigned.statement_ordinal
        end
{%- endmacro %}

{#- Corrections by hand of one published table: a fact's place and a map from column to value. -#}
{% macro corrections_of(table_name, model) -%}
    select document_key, start_offset, map_from_entries(list((column_name, value) order by column_name)) as changes
    from (
        select
            facts.document_key,
            facts.start_offset,
            overrides.column_name,
            first(overrides.value order by overrides.start_offset nulls last) as value
        from {{ ref(model) }} as facts
        inner join {{ ref('stg_documents') }} as documents using (document_key)
        inner join {{ ref('stg_fact_overrides') }} as overrides
            on overrides.table_name = '{{ table_name }}'
            and overrides.document_identity = documents.document_identity
            and overrides.text = facts.text
            and (overrides.start_offset is null or overrides.start_offset = facts.start_offset)
        group by all
    )
    group by document_key, start_offset
{%- endmacro %}

{#- A column of `facts`, or what a person says instead. -#}
{% macro corrected(column, type='varchar') -%}
    case
        when map_contains(corrections.changes, '{{ column }}')
            then cast(corrections.changes['{{ column }}'] as {{ type }})
        else facts.{{ column }}
    end as {{ column }}
{%- endmacro %}

{#- Figures with a person's corrections; `of_load` limits those that are read, which above the join would not. -#}
{% macro corrected_figures(of_load='true') -%}
with

corrections as (
    {{ corrections_of('fct_cited_figure', 'stg_figures') }}
)

select
    facts.document_key,
    facts.load_id,
    facts.sentence_ordinal,
    -- a number outside quotation and reported clause is the narrator's
    if(facts.is_narrated, null, facts.statement_ordinal) as statement_ordinal,
    facts.section,
    if(facts.is_narrated, 'narrator', facts.mode) as mode,
    facts.rule,
    facts.text,
    facts.start_offset,
    facts.end_offset,
    {% for column in ['value_low', 'value_high', 'denominator', 'lower_bound', 'upper_bound'] %}
    {{ corrected(column, 'double') }},
    {% endfor %}
    {% for column in ['unit', 'qualifier', 'assertion', 'measure', 'place', 'rate', 'period', 'source'] %}
    {{ corrected(column) }},
    {% endfor %}
    {{ corrected('is_counted', 'boolean') }},
    {{ corrected('source_publisher') }},
    {{ corrected('source_report') }},
    {{ corrected('about_affiliation') }}
from (select * from {{ ref('stg_figures') }} as facts where {{ of_load }}) as facts
left join corrections using (document_key, start_offset)
{%- endmacro %}

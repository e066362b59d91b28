{{ config(materialized='view') }}

with

{% set dimensions = {
    'printed_gender': "coalesce(printed_gender, if(is_person, 'not printed', 'not a person'))",
    'un_regional_group': "coalesce(un_regional_group, if(affiliation_kind = 'member_state', 'no group', 'not a Member State'))",
    'm49_region': "coalesce(m49_region, 'not a country')",
    'affiliation_kind': "coalesce(affiliation_kind, 'not known')",
    'document_kind': "document_kind",
} %}
statements as (
    select * from {{ ref('v_statements') }} where is_counted
),

categorized as (
    {% for dimension, category in dimensions.items() %}
    select '{{ dimension }}' as dimension, {{ category }} as category, speaker_key, statement_key, word_count
    from statements
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    dimension,
    category,
    count(distinct speaker_key) as speaker_count,
    count(distinct statement_key) as statement_count,
    sum(word_count)::bigint as word_count,
    sum(word_count) / nullif(sum(sum(word_count)) over (partition by dimension), 0) as word_share
from categorized
group by dimension, category

{{ config(materialized='view') }}

with

statements as (
    select * from {{ ref('v_statements') }} where is_counted
),

claims as (
    select sentence_key, claim_ordinal, stance from {{ ref('fct_position') }} where is_counted and stance != 'none'
),

figures as (
    select source from {{ ref('fct_cited_figure') }} where is_counted
),

compared as (
    select factor from {{ ref('mart_figure_comparison') }} where measured_count > 1
),

listed as (
    select 1 as ordinal, 'documents' as metric, (select count(*) from {{ ref('dim_document') }})::double as value,
        'documents in this release' as definition
    union all
    select 2, 'statements', (select count(*) from statements), 'one speaker''s turns in one document'
    union all
    select 3, 'speakers', (select count(distinct speaker_key) from statements),
        'persons, and unnamed offices or delegations, with a statement'
    union all
    select 4, 'affiliations', (select count(distinct affiliation_key) from statements),
        'countries and organizations spoken for'
    union all
    select 5, 'words', (select coalesce(sum(word_count), 0) from statements),
        'words of statements, quoted and reported'
    union all
    select 6, 'quotations', (select count(*) from {{ ref('fct_quotation') }} where is_counted), 'direct quotations'
    union all
    select 7, 'claims', (select count(distinct (sentence_key, claim_ordinal)) from claims),
        'claims with a stance; a claim on two issues is one claim'
    union all
    select 8, 'figures', (select count(*) from figures), 'cited figures, those of the narrator too'
    union all
    select 9, 'figures_with_source', (select count(source) from figures),
        'cited figures that the text credits to a body or report'
    union all
    select 10, 'compared_groups', (select count(*) from compared),
        'groups of comparable figures with two or more measured claims'
    union all
    select 11, 'largest_factor', (select max(factor) from compared),
        'highest divided by lowest number, in the group where they differ most'
)

select ordinal::bigint as ordinal, metric, value::double as value, definition from listed

{{ config(materialized='view') }}

with

claims as (
    select statement_key, count(distinct (sentence_key, claim_ordinal)) as claim_count
    from {{ ref('fct_position') }}
    where is_counted and stance != 'none'
    group by statement_key
),

figures as (
    select statement_key, count(*) as figure_count
    from {{ ref('fct_cited_figure') }}
    where is_counted
    group by statement_key
),

quotations as (
    select statement_key, count(*) as quotation_count
    from {{ ref('fct_quotation') }}
    where is_counted
    group by statement_key
)

select
    statements.statement_key,
    speakers.name as speaker,
    speakers.is_person,
    speakers.printed_gender,
    statements.role as speaker_role,
    statements.capacity,
    statements.kind,
    statements.spoken_language,
    affiliations.name as affiliation,
    affiliations.kind as affiliation_kind,
    affiliations.iso3,
    affiliations.un_regional_group,
    affiliations.m49_region,
    documents.published_on,
    documents.kind as document_kind,
    documents.publisher,
    documents.symbol,
    documents.title,
    documents.source_url,
    meetings.organ,
    meetings.held_on,
    statements.ordinal,
    statements.sentence_count,
    statements.word_count,
    coalesce(claims.claim_count, 0) as claim_count,
    coalesce(figures.figure_count, 0) as figure_count,
    coalesce(quotations.quotation_count, 0) as quotation_count,
    statements.is_counted,
    statements.document_key,
    statements.speaker_key,
    statements.affiliation_key
from {{ ref('fct_statement') }} as statements
inner join {{ ref('dim_document') }} as documents using (document_key)
inner join {{ ref('dim_speaker') }} as speakers on speakers.speaker_key = statements.speaker_key
left join {{ ref('dim_affiliation') }} as affiliations on affiliations.affiliation_key = statements.affiliation_key
left join {{ ref('dim_meeting') }} as meetings on meetings.meeting_key = documents.meeting_key
left join claims on claims.statement_key = statements.statement_key
left join figures on figures.statement_key = statements.statement_key
left join quotations on quotations.statement_key = statements.statement_key


{#- What every wide view joins to its facts: who, for whom, when, where, and the evidence. -#}
{% macro wide_columns() -%}
    coalesce(speakers.name, '(unattributed)') as speaker,
    statements.role as speaker_role,
    coalesce(affiliations.name, if(facts.speaker_key is null, '(unattributed)', null)) as affiliation,
    affiliations.kind as affiliation_kind,
    affiliations.iso3,
    documents.published_on,
    documents.kind as document_kind,
    documents.publisher,
    documents.symbol,
    documents.title,
    documents.source_url,
    documents.source_name,
    documents.source_path,
    facts.section,
    facts.mode,
    facts.is_counted,
    facts.rule,
    facts.text,
    sentences.text as sentence,
    facts.start_offset,
    facts.end_offset,
    facts.document_key,
    facts.sentence_key,
    facts.statement_key,
    facts.speaker_key,
    facts.affiliation_key
{%- endmacro %}

{% macro wide_facts(model) -%}
    {{ ref(model) }} as facts
    inner join {{ ref('dim_document') }} as documents using (document_key)
    inner join {{ ref('fct_sentence') }} as sentences using (sentence_key)
    left join {{ ref('fct_statement') }} as statements on statements.statement_key = facts.statement_key
    left join {{ ref('dim_speaker') }} as speakers on speakers.speaker_key = facts.speaker_key
    left join {{ ref('dim_affiliation') }} as affiliations on affiliations.affiliation_key = facts.affiliation_key
{%- endmacro %}

{#- A claim as v_delegation_claims shows it, once for each delegation whose position it is. -#}
{% macro claim_columns(claims='claims') -%}
    {{ claims }}.position_key, {{ claims }}.issue, {{ claims }}.stance, {{ claims }}.spoken_on,
        {{ claims }}.sentence_key, {{ claims }}.claim_ordinal, {{ claims }}.statement_key, {{ claims }}.document_key
{%- endmacro %}

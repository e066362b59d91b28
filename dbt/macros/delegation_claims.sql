{#- Each claim for each delegation whose position it is; `of_load`: those of the occasions that a load concerns. -#}
{% macro delegation_claims(of_load=false) -%}
with

claims as (
    select
        positions.*,
        coalesce(meetings.meeting_key, positions.document_key) as occasion_key,
        coalesce(meetings.held_on, documents.published_on) as spoken_on
    from {{ rows_of_occasions('fct_position') if of_load else ref('fct_position') }} as positions
    inner join {{ ref('dim_document') }} as documents using (document_key)
    left join {{ ref('dim_meeting') }} as meetings using (meeting_key)
    where positions.is_counted and positions.stance != 'none' and positions.statement_key is not null
),

alignments as (
    select alignments.*, coalesce(documents.meeting_key, alignments.document_key) as occasion_key
    from {{ rows_of_occasions('fct_alignment') if of_load else ref('fct_alignment') }} as alignments
    inner join {{ ref('dim_document') }} as documents using (document_key)
    where alignments.is_counted and alignments.with_affiliation_key is not null
),

members as (
    select * from {{ ref('bridge_group_member') }}
),

own as (
    select affiliation_key, 'own' as attribution, {{ claim_columns() }}
    from claims
),

-- the group itself, and on that day its members
on_behalf_of as (
    select
        coalesce(members.affiliation_key, alignments.with_affiliation_key) as affiliation_key,
        'on_behalf_of' as attribution, {{ claim_columns() }}
    from claims
    inner join alignments on alignments.statement_key = claims.statement_key and alignments.relation = 'on_behalf_of'
    left join members
        on members.group_affiliation_key = alignments.with_affiliation_key
        and coalesce(claims.spoken_on >= members.member_from, true)
        and coalesce(claims.spoken_on <= members.member_to, true)
    where coalesce(members.affiliation_key, alignments.with_affiliation_key) != claims.affiliation_key
    union
    select
        alignments.with_affiliation_key, 'on_behalf_of', {{ claim_columns() }}
    from claims
    inner join alignments on alignments.statement_key = claims.statement_key and alignments.relation = 'on_behalf_of'
    where alignments.with_affiliation_key != claims.affiliation_key
),

-- who aligns itself takes over what that group or State said, or had said for it, on that occasion
aligned as (
    select distinct
        alignments.affiliation_key, 'aligned' as attribution, {{ claim_columns('said') }}
    from alignments
    inner join (
        select claims.affiliation_key as voice_key, claims.* from claims
        union all
        select spoken_for.with_affiliation_key as voice_key, claims.*
        from claims
        inner join alignments as spoken_for
            on spoken_for.statement_key = claims.statement_key and spoken_for.relation = 'on_behalf_of'
    ) as said
        on said.occasion_key = alignments.occasion_key and said.voice_key = alignments.with_affiliation_key
    where alignments.relation = 'aligned_with' and said.affiliation_key is distinct from alignments.affiliation_key
)

select *
from (from own union all from on_behalf_of union all from aligned)
where affiliation_key is not null
{%- endmacro %}

{#- A fact table's rows of these occasions: what the load wrote, and what other documents of the same meetings say. -#}
{% macro rows_of_occasions(model) -%}
    {%- set facts, occasions, concerned = ref(model), ref('int_concerned_occasions'), ref('int_concerned_documents') -%}
    {% if is_incremental() -%}
    (
        from {{ rows_of_load(facts) }}
        union all by name
        from {{ facts }} where document_key in (from {{ occasions }} except from {{ concerned }})
    )
    {%- else -%}{{ facts }}{%- endif %}
{%- endmacro %}

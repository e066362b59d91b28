with

claims as (
    select
        positions.*,
        coalesce(meetings.meeting_key, positions.document_key) as occasion_key,
        coalesce(meetings.held_on, documents.published_on) as spoken_on
    from {{ ref('fct_position') }} as positions
    inner join {{ ref('dim_document') }} as documents using (document_key)
    left join {{ ref('dim_meeting') }} as meetings using (meeting_key)
    where positions.is_counted and positions.stance != 'none' and positions.statement_key is not null
),

alignments as (
    select alignments.*, coalesce(documents.meeting_key, alignments.document_key) as occasion_key
    from {{ ref('fct_alignment') }} as alignments
    inner join {{ ref('dim_document') }} as documents using (document_key)
    where alignments.is_counted and alignments.with_affiliation_key is not null
),

members as (
    select * from {{ ref('bridge_group_member') }}
),

own as (
    select affiliation_key, issue, stance, 'own' as attribution, sentence_key, claim_ordinal, statement_key, document_key
    from claims
),

-- the group itself, and on that day its members
on_behalf_of as (
    select
        coalesce(members.affiliation_key, alignments.with_affiliation_key) as affiliation_key,
        claims.issue, claims.stance, 'on_behalf_of' as attribution,
        claims.sentence_key, claims.claim_ordinal, claims.statement_key, claims.document_key
    from claims
    inner join alignments on alignments.statement_key = claims.statement_key and alignments.relation = 'on_behalf_of'
    left join members
        on members.group_affiliation_key = alignments.with_affiliation_key
        and coalesce(claims.spoken_on >= members.member_from, true)
        and coalesce(claims.spoken_on <= members.member_to, true)
    where coalesce(members.affiliation_key, alignments.with_affiliation_key) != claims.affiliation_key
    union
    select
        alignments.with_affiliation_key, claims.issue, claims.stance, 'on_behalf_of',
        claims.sentence_key, claims.claim_ordinal, claims.statement_key, claims.document_key
    from claims
    inner join alignments on alignments.statement_key = claims.statement_key and alignments.relation = 'on_behalf_of'
    where alignments.with_affiliation_key != claims.affiliation_key
),

-- who aligns itself takes over what that group or State said, or had said for it, on that occasion
aligned as (
    select distinct
        alignments.affiliation_key, said.issue, said.stance, 'aligned' as attribution,
        said.sentence_key, said.claim_ordinal, said.statement_key, said.document_key
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
),

spoken as (
    select affiliation_key, count(*) as sentence_count
    from {{ ref('fct_sentence') }}
    where is_counted and statement_key is not null and affiliation_key is not null
    group by affiliation_key
),

counted as (
    select
        affiliation_key, issue, stance, attribution,
        count(distinct (sentence_key, claim_ordinal)) as claim_count,
        count(distinct statement_key) as statement_count,
        count(distinct document_key) as document_count
    from (select * from own union all select * from on_behalf_of union all select * from aligned)
    where affiliation_key is not null
    group by all
),

-- who spoke and took no position on an issue has a row that says so; who kept silent has none
without_position as (
    select spoken.affiliation_key, issues.issue, 'none' as stance, 'own' as attribution,
        0 as claim_count, 0 as statement_count, 0 as document_count
    from spoken
    cross join {{ ref('dim_issue') }} as issues
    where (spoken.affiliation_key, issues.issue) not in (
        select (affiliation_key, issue) from counted where attribution = 'own'
    )
)

select positions.*, coalesce(spoken.sentence_count, 0) as sentence_count
from (select * from counted union all select * from without_position) as positions
left join spoken using (affiliation_key)

-- What the filters of several views mean, once. They live in memory beside the read-only file.

-- Whether a text holds what a reader typed, who rarely types `ý`; not by `like`, for `%` and `_` are characters here.
create or replace macro memory.main.mentions(text_, words_) as
    words_ is null or contains(lower(strip_accents(text_)), lower(strip_accents(words_)));

create or replace macro memory.main.chosen_documents(organ_, since_, until_) as table
    select
        documents.document_key, documents.title, documents.symbol, documents.kind, documents.published_on,
        documents.source_url, documents.source_name, documents.source_path, meetings.organ,
        coalesce(meetings.held_on, documents.published_on) as spoken_on
    from published.marts.dim_document as documents
    left join published.marts.dim_meeting as meetings using (meeting_key)
    where (organ_ is null or meetings.organ = organ_)
        and (since_ is null or coalesce(meetings.held_on, documents.published_on) >= since_::date)
        and (until_ is null or coalesce(meetings.held_on, documents.published_on) <= until_::date);

-- A group's members are those of the time that the filter, else the release, spans.
create or replace macro memory.main.chosen_affiliations(region_, group_, since_, until_) as table
    select affiliation_key, name, kind, m49_region, un_regional_group
    from published.marts.dim_affiliation
    where (region_ is null or m49_region = region_)
        and (group_ is null or affiliation_key in (
            select members.affiliation_key
            from published.marts.bridge_group_member as members
            where members.group_name = group_
                and coalesce(members.member_from <= coalesce(
                    until_::date, (select max(published_on) from published.marts.dim_document)), true)
                and coalesce(members.member_to >= coalesce(
                    since_::date, (select min(published_on) from published.marts.dim_document)), true)
        ));

create or replace macro memory.main.on_topic(sentence_key_, topic_) as
    topic_ is null or sentence_key_ in (
        select sentence_key from published.marts.fct_sentence_topic where topic = topic_);

-- counted statements under the filters of the speakers' view, with who made them
create or replace macro memory.main.chosen_statements(
    organ_, since_, until_, region_, group_, gender_, words_
) as table
    select
        statements.statement_key, statements.speaker_key, statements.affiliation_key, statements.role,
        statements.capacity, statements.kind, statements.ordinal, statements.word_count, statements.document_key,
        documents.spoken_on, documents.title, documents.symbol,
        speakers.name as speaker, affiliations.name as affiliation, affiliations.m49_region as region,
        coalesce(speakers.printed_gender, 'unknown') as gender
    from published.marts.fct_statement as statements
    inner join memory.main.chosen_documents(organ_, since_, until_) as documents using (document_key)
    inner join published.marts.dim_speaker as speakers using (speaker_key)
    left join published.marts.dim_affiliation as affiliations
        on affiliations.affiliation_key = statements.affiliation_key
    where statements.is_counted
        and (region_ is null or coalesce(affiliations.m49_region, 'not a State') = region_)
        and (gender_ is null or coalesce(speakers.printed_gender, 'unknown') = gender_)
        and (group_ is null or statements.affiliation_key in (
            select affiliation_key from memory.main.chosen_affiliations(null, group_, since_, until_)))
        and memory.main.mentions(concat_ws(' ', speakers.name, affiliations.name, statements.role), words_);

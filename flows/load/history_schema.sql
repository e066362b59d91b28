-- The log of all loads, failed ones too: a database of its own, copied into `meta` at each publish.
-- Read by dbt/models/staging (source `history`). Times are UTC. Nothing here is ever updated but
-- the row of a running load.
create schema if not exists history;

create table if not exists history.load (
    load_id varchar not null,
    started_at timestamp not null,
    ended_at timestamp,
    outcome varchar not null, -- running, published, failed, nothing_to_do, interrupted
    documents_seen bigint,
    documents_new bigint,
    documents_changed bigint,
    documents_unchanged bigint,
    documents_retired bigint,
    documents_duplicate bigint,
    documents_quarantined bigint,
    code_version varchar,
    schema_version varchar,
    reference_version varchar,
    models_version varchar, -- of the dbt project
    documents_superseded bigint,
    files_ignored bigint, -- hidden ones and other kinds
    sources varchar, -- what was read: name=folder, one a line
    is_full boolean,
    error varchar -- why it failed, and at which step
);

create table if not exists history.document_load (
    load_id varchar not null,
    document_key varchar not null,
    document_identity varchar,
    source_name varchar,
    source_path varchar,
    bytes_sha256 varchar,
    content_sha256 varchar,
    event varchar not null, -- new, changed, duplicate, retired, superseded
    reason varchar
);

create table if not exists history.quarantine (
    load_id varchar not null,
    source_name varchar,
    source_path varchar not null,
    content_sha256 varchar, -- of the file's bytes; NULL where they could not be read
    reason_code varchar not null,
    reason varchar
);

create table if not exists history.validation_result (
    load_id varchar not null,
    suite varchar not null, -- gate_1, gate_2
    expectation varchar not null,
    table_name varchar,
    success boolean not null,
    errored boolean not null,
    severity varchar not null, -- fail, warn
    observed varchar,
    threshold varchar,
    reason varchar
);

create table if not exists history.accuracy (
    load_id varchar not null,
    measure varchar not null,
    value double,
    correct_count bigint,
    total_count bigint,
    interval_low double,
    interval_high double,
    gold varchar,
    code_version varchar,
    measured_at timestamp
);

create table if not exists history.release (
    release varchar not null,
    schema_version varchar not null,
    load_id varchar not null,
    published_at timestamp not null,
    storage_version varchar
);

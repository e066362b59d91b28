-- The newest load is the one that publishes this file.
select
    load_id as release,
    schema_version,
    load_id,
    now() at time zone 'UTC' as published_at,
    (select rtrim(tags['storage_version'], '+') from duckdb_databases() where database_name = '{{ this.database }}') as storage_version
from {{ ref('stg_loads') }}
qualify row_number() over (order by load_id desc) = 1

select
    load_id,
    measure,
    value,
    correct_count,
    total_count,
    interval_low,
    interval_high,
    gold,
    code_version,
    measured_at
from {{ source('history', 'accuracy') }}
-- each load notes what was measured of the code that it ran
where load_id = (select max(load_id) from {{ source('history', 'accuracy') }})

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

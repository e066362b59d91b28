select
    load_id,
    suite,
    expectation,
    table_name,
    success,
    errored,
    severity,
    observed,
    threshold,
    reason
from {{ source('history', 'validation_result') }}

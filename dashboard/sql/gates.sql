-- what the load had to fulfil that was judged last, what did not hold first
select suite, expectation, table_name, success, errored, severity, observed, threshold, reason
from meta.validation_result
where load_id = (select max(load_id) from meta.validation_result)
order by success, severity, suite, expectation, table_name

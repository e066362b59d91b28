select gold, measure, value, correct_count, total_count, interval_low, interval_high, measured_at
from meta.accuracy
order by measure, gold

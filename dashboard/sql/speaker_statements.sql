select statement_key, document_key, spoken_on, title, symbol, role, affiliation, capacity, kind, word_count,
    count(*) over () as total_count
from memory.main.chosen_statements(null, null, null, null, null, null, null)
where speaker_key = $speaker
order by spoken_on desc nulls last, document_key, ordinal
limit 200

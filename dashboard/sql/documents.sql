with
chosen as (from memory.main.chosen_documents($organ, $since, $until)),
found as (
    select *, count(*) over () as total_count from chosen
    where memory.main.mentions(concat_ws(' ', title, symbol), $words)
        and ($kind is null or kind = $kind)
    order by published_on desc nulls last, title, document_key
    limit $size offset $skip
)
select found.*, documents.word_count, documents.publisher,
    (select count(distinct s.speaker_key) from marts.fct_statement as s
        where s.document_key = found.document_key and s.is_counted) as speaker_count,
    (select count(*) from marts.fct_quotation as q
        where q.document_key = found.document_key and q.is_counted) as quotation_count,
    (select count(*) from marts.fct_cited_figure as f
        where f.document_key = found.document_key and f.is_counted) as figure_count,
    (select count(distinct (p.sentence_key, p.claim_ordinal)) from marts.fct_position as p
        where p.document_key = found.document_key and p.is_counted and p.stance != 'none') as claim_count
from found
inner join marts.dim_document as documents using (document_key)
order by found.published_on desc nulls last, found.title, found.document_key

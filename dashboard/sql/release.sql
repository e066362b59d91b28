-- what names a release, and how old its documents are
select
    release.load_id as id,
    release.published_at,
    (select count(*) from marts.dim_document) as document_count,
    (select max(published_on) from marts.dim_document) as newest_document_on
from meta.release as release

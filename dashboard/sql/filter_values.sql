-- what can be chosen in the filters: only what this release holds
select 'organ' as filter, organ as value, organ as label, count(*) as row_count
from marts.dim_meeting where organ is not null group by all
union all
select 'region', m49_region, m49_region, count(*) from marts.dim_affiliation
where m49_region is not null group by all
union all
select 'group', group_name, group_name, count(distinct affiliation_key) from marts.bridge_group_member group by all
union all
select 'topic', topic, label, count(*) from marts.dim_topic
inner join marts.fct_sentence_topic using (topic) group by all
union all
select 'issue', issue, label, 1 from marts.dim_issue
union all
select 'unit', unit, unit, count(*) from marts.mart_figure_comparison where unit is not null group by all
union all
select 'kind', kind, kind, count(*) from marts.dim_document group by all
order by filter, label

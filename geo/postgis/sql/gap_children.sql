-- $1 id, $2 scenario → ids of the areas that name it among their parents, in the order in which they came.
-- Index: gap_version_by_parent.
SELECT id FROM atlante.gap_version
 WHERE parents <> '{}' AND parents @> ARRAY[$1::text] AND scenario = $2
 GROUP BY id ORDER BY min(publication), length(id), id

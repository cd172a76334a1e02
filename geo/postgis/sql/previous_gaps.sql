-- $1 publication → id, scenario, territory, kind, cells.
SELECT id, scenario, territory, kind, cells FROM atlante.gap WHERE publication = $1 ORDER BY kind, id, scenario, territory

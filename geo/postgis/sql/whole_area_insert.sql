-- $1 publication, $2 scenario, $3 territory, $4 kind, $5 zone, $6 valley ('' for the whole zone), $7 residents.
INSERT INTO atlante.whole_area (publication, scenario, territory, kind, zone, valley, residents)
VALUES ($1, $2, $3, $4, $5, nullif($6, ''), $7)

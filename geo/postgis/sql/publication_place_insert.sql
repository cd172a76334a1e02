-- $1 publication, $2 scenario, $3 kind, $4 place, $5 lon, $6 lat.
INSERT INTO atlante.publication_place (publication, scenario, kind, place, position)
VALUES ($1, $2, $3, $4, ST_SetSRID(ST_MakePoint($5, $6), 4326))

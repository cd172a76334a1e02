-- $1 id, $2 codes, $3 domains, $4 phones, $5 folded name, $6 position (EWKB) or NULL: the signs by which duplicates
-- of what people do not see are found.
UPDATE atlante.entry SET codes = $2, domains = $3, phones = $4, folded = $5, position = ST_GeomFromEWKB($6) WHERE id = $1

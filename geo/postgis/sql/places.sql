-- $1 kinds ('{}' all), $2 zone (0 all), $3 comune ('' all), $4 territory ('' all), $5 bbox or NULL, $6 statuses ('{}' all),
-- $7 folded words ('' all), $8 only without position, $9 $10 $11 rank, name, id after which to go on, $12 limit
-- → rank, then the columns of place.sql; by rank (0 without words, else distance from them), name in Italian order, id.
-- Index: place_by_likeness for words, place_by_position for the box, place_by_comune.
SELECT rank::text, id, kind, name, address, locality, comune, comune_name, zone, position, precision, radius_m,
       street_confirmed, position_source, status, service_area, may_reach, note, source, licence, retrieved_on, confirmed_on,
       description, hours, wheelchair, areas, legal_form, operator, website, contacts, verification, network, network_name, external
  FROM (SELECT CASE WHEN $7::text = '' THEN 0::numeric
                    WHEN p.folded LIKE '%' || $7 || '%' THEN 0::numeric
                    ELSE round((1 - word_similarity($7, p.folded))::numeric, 4) END AS rank,
               p.id, p.kind, p.name, p.address, p.locality, coalesce(p.comune, '') AS comune, coalesce(c.name, '') AS comune_name,
               coalesce(c.zone, 0) AS zone, ST_AsEWKB(p.position) AS position, p.precision, p.radius_m, p.street_confirmed,
               p.position_source, p.status, p.service_area, p.may_reach, p.note, p.source, p.licence,
               coalesce(p.retrieved_on::text, '') AS retrieved_on, coalesce(p.confirmed_on::text, '') AS confirmed_on,
               p.description, p.hours, p.wheelchair, p.areas, p.legal_form, p.operator, p.website, p.contacts, p.verification,
               coalesce(p.network, '') AS network,
               coalesce((SELECT n.name FROM atlante.network n WHERE n.id = p.network), '') AS network_name, p.external
          FROM atlante.place p LEFT JOIN atlante.comune c ON c.id = p.comune
         WHERE (cardinality($1::text[]) = 0 OR p.kind = ANY ($1))
           AND ($2::int = 0 OR c.zone = $2)
           AND ($3::text = '' OR p.comune = $3)
           AND ($4::text IN ('', 'all') OR ($4 = 'mountain' AND c.mountain_class IN ('T', 'P'))
                OR ($4 = 'inner' AND c.snai_class IN ('D', 'E', 'F')))
           AND ($5::float8[] IS NULL OR p.position && ST_MakeEnvelope($5[1], $5[2], $5[3], $5[4], 4326))
           AND (cardinality($6::text[]) = 0 OR p.status = ANY ($6))
           AND ($7 = '' OR p.folded LIKE '%' || $7 || '%' OR $7 <% p.folded)
           AND (NOT $8::boolean OR p.position IS NULL)) AS p
 WHERE (rank, name COLLATE pg_catalog."it-x-icu", id) > ($9::text::numeric, $10::text COLLATE pg_catalog."it-x-icu", $11::text::uuid)
 ORDER BY rank, name COLLATE pg_catalog."it-x-icu", id
 LIMIT $12

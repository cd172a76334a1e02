package geotest

// truths say by SQL over the tables what lies in a tile: key, properties as JSON, and the whole geometry in EPSG:3857.
// $1 z, $2 x, $3 y, $4 scenario, $5 H3 resolution of cells or clusters.
var truths = map[string]string{
	"zones": clipped + `
		SELECT z.id::text, jsonb_build_object('zone', z.id, 'name', z.name,
		         'zone_source', (SELECT min(zone_source) FROM atlante.comune c WHERE c.zone = z.id),
		         'residents', (SELECT sum(residents) FROM atlante.comune c WHERE c.zone = z.id)) || ` + shares("zone", "z.id::text") + `,
		       b.geom_3857
		  FROM atlante.zone z JOIN atlante.zone_boundary b ON b.zone = z.id, tile WHERE ST_Intersects(b.geom_3857, tile.wide)`,
	"comuni": clipped + `
		SELECT c.id, jsonb_build_object('istat', c.id, 'name', c.name, 'zone', c.zone,
		         'valley', (SELECT v.name FROM atlante.valley v WHERE v.id = c.valley),
		         'mountain', c.mountain_class, 'snai', c.snai_class, 'residents', c.residents) || ` + shares("comune", "c.id") + `,
		       b.geom_3857
		  FROM atlante.comune c JOIN atlante.boundary b ON b.comune = c.id, tile WHERE ST_Intersects(b.geom_3857, tile.wide)`,
	"gaps": clipped + `
		SELECT g.territory || ' ' || g.id, jsonb_build_object('id', g.id, 'kind', g.kind, 'territory', g.territory, 'zone', g.zone,
		         'valley', (SELECT v.name FROM atlante.valley v WHERE v.id = g.valley), 'name', g.name, 'residents', g.residents,
		         'residents_low', g.residents_low, 'residents_high', g.residents_high,
		         'severity', round(g.severity::numeric, 1)::float8, 'rank', g.rank, 'confidence', g.confidence),
		       g.outline_3857
		  FROM atlante.gap g, tile WHERE g.publication = (SELECT max(id) FROM atlante.publication) AND g.scenario = $4
		   AND ST_Intersects(g.outline_3857, tile.wide)`,
	"cells": clipped + `
		SELECT to_hex(s.h3), jsonb_build_object('h3', to_hex(s.h3), 'comune', coalesce(f.comune, s.comune),
		         'residents', coalesce(r.n, 0)) || CASE WHEN r.n IS NULL THEN ` + emptyCell + ` WHEN $5 < 9 THEN f.props ELSE ` + fullCell + ` END,
		       s.geom_3857
		  FROM tile, atlante.cell_shape s
		  LEFT JOIN (SELECT atlante.h3_parent(h3, $5) AS h3, sum(residents)::int AS n FROM atlante.cell_comune GROUP BY 1) r ON r.h3 = s.h3
		  LEFT JOIN atlante.cell_figure f ON f.h3 = s.h3 AND f.scenario = $4 AND f.publication = (SELECT max(id) FROM atlante.publication)
		 WHERE s.resolution = $5 AND ST_Intersects(s.geom_3857, tile.wide)`,
	"zone_labels": `WITH tile AS (SELECT ST_TileEnvelope($1, $2, $3) AS env)
		SELECT z.name, jsonb_build_object('name', z.name, 'residents', (SELECT sum(residents) FROM atlante.comune c WHERE c.zone = z.id)), ST_Transform(b.label, 3857)
		  FROM atlante.zone z JOIN atlante.zone_boundary b ON b.zone = z.id, tile
		 WHERE ST_Intersects(ST_Transform(b.label, 3857), tile.env) AND $4::text <> '' AND $5::int >= 0`,
	"comune_labels": `WITH tile AS (SELECT ST_TileEnvelope($1, $2, $3) AS env)
		SELECT c.name, jsonb_build_object('name', c.name, 'residents', c.residents), ST_Transform(c.seat, 3857)
		  FROM atlante.comune c, tile WHERE ST_Intersects(ST_Transform(c.seat, 3857), tile.env) AND $4::text <> '' AND $5::int >= 0`,
	"clusters": `WITH tile AS (SELECT ST_TileEnvelope($1, $2, $3) AS env),
		c AS (SELECT atlante.h3_parent(cell, $5) AS parent, array_agg(p) AS members, ST_Centroid(ST_Collect(position ORDER BY id)) AS at,
		             count(*) AS n FROM atlante.place p WHERE position IS NOT NULL AND status <> 'closed' GROUP BY 1)
		SELECT CASE WHEN n = 1 THEN (members[1]).id::text ELSE 'cluster ' || to_hex(parent) END, CASE WHEN n = 1 THEN ` + onePlace("members[1]") + `
		       ELSE jsonb_build_object('count', n) || (SELECT jsonb_object_agg('count_' || k, m) FROM (SELECT x.kind AS k, count(*) AS m
		         FROM unnest(members) x GROUP BY x.kind) y) END, ST_Transform(at, 3857)
		  FROM c, tile WHERE ST_Intersects(ST_Transform(at, 3857), tile.env) AND $4::text <> '' ORDER BY parent`,
	"places": `WITH tile AS (SELECT ST_TileEnvelope($1, $2, $3, margin => 64.0/4096) AS env),
		p AS (SELECT p AS one, ST_Transform(position, 3857) AS at, count(*) OVER w AS n, row_number() OVER (w ORDER BY id) AS i
		        FROM atlante.place p WHERE position IS NOT NULL AND status <> 'closed' WINDOW w AS (PARTITION BY position)),
		d AS (SELECT one, CASE WHEN n = 1 OR (one).precision IN ('exact', 'house_number') THEN at
		                       ELSE ST_Translate(at, 80*sqrt(i)*cos(2.399963*i), 80*sqrt(i)*sin(2.399963*i)) END AS at FROM p)
		SELECT (one).id::text, ` + onePlace("one") + `, at FROM d, tile WHERE $4::text <> '' AND $5::int >= 0 AND ST_Intersects(tile.env, at)`,
}

const clipped = `WITH tile AS (SELECT ST_TileEnvelope($1, $2, $3, margin => 64.0/4096) AS wide, ST_TileEnvelope($1, $2, $3) AS env,
	$4::text AS scenario, $5::int AS resolution)`

// shares are the figures of an area, from the counts and not from what was made for the tiles.
func shares(area, id string) string {
	return `(SELECT jsonb_build_object('places', sum(f.places)) || jsonb_object_agg('unknown_' || f.kind,
	           round(f.unknown[array_position(f.minutes, 0)]::numeric / nullif(f.residents, 0), 4))
	       FROM atlante.figure f WHERE f.publication = (SELECT max(id) FROM atlante.publication) AND f.scenario = $4
	        AND f.area = '` + area + `' AND f.territory = 'all' AND f.area_id = ` + id + `)
	   || coalesce((SELECT jsonb_object_agg(CASE WHEN k.by_area THEN 'covered_' || f.kind ELSE 'covered_' || m || '_' || f.kind END,
	           round(f.within[i]::numeric / nullif(f.within[i] + f.beyond[i] + f.unreachable[i], 0), 4))
	       FROM atlante.figure f JOIN atlante.kind k ON k.id = f.kind, unnest(f.minutes) WITH ORDINALITY AS u (m, i)
	      WHERE f.publication = (SELECT max(id) FROM atlante.publication) AND f.scenario = $4 AND f.area = '` + area + `'
	        AND f.territory = 'all' AND f.area_id = ` + id + ` AND (m > 0) <> k.by_area), '{}')`
}

const emptyCell = `(SELECT jsonb_object_agg('state_' || id, 'empty') FROM atlante.kind WHERE NOT by_area)
	|| (SELECT jsonb_object_agg('served_' || id, 'empty') FROM atlante.kind WHERE by_area)`

// fullCell says a populated cell of resolution 9 from its times, at the mode of each kind in the owner comune.
const fullCell = `(SELECT jsonb_object_agg(CASE WHEN k.by_area THEN 'served_' ELSE 'state_' END || k.id, t.state)
	|| coalesce(jsonb_object_agg('minutes_' || k.id, ceil(t.t1::float8)) FILTER (WHERE t.t1 IS NOT NULL), '{}')
	|| coalesce(jsonb_object_agg('second_' || k.id, ceil(t.t2::float8)) FILTER (WHERE t.t2 IS NOT NULL), '{}')
	|| jsonb_object_agg('gap_' || k.id, round((SELECT coalesce(sum(p.residents) FILTER (WHERE x.flag AND m.mountain_class IN ('T', 'P')), 0)::numeric
	      / sum(p.residents) FROM atlante.cell_comune p JOIN atlante.comune m ON m.id = p.comune
	      JOIN atlante.cell_time x ON x.publication = t.publication AND x.scenario = t.scenario AND x.h3 = t.h3 AND x.kind = k.id
	       AND x.mode = CASE WHEN m.mountain_class IN ('T', 'P') THEN k.mode_mountain ELSE k.mode_else END
	     WHERE p.h3 = t.h3), 3)) FILTER (WHERE NOT k.by_area)
	 FROM atlante.cell_time t JOIN atlante.kind k ON k.id = t.kind JOIN atlante.comune o ON o.id = s.comune
	WHERE t.publication = (SELECT max(id) FROM atlante.publication) AND t.scenario = $4 AND t.h3 = s.h3
	  AND t.mode = CASE WHEN k.by_area THEN 'area' WHEN o.mountain_class IN ('T', 'P') THEN k.mode_mountain ELSE k.mode_else END)`

func onePlace(p string) string {
	p = "(" + p + ")"
	return `jsonb_build_object('id', ` + p + `.id, 'name', ` + p + `.name, 'kind', ` + p + `.kind, 'comune', ` + p + `.comune,
		'operating_status', ` + p + `.status, 'precision', ` + p + `.precision, 'confirmed_on', ` + p + `.confirmed_on, 'external', CASE WHEN ` + p + `.external THEN true END)`
}

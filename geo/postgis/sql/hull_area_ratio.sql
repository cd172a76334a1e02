-- $1 metres → one row: area of the hull of the seats grown by $1, over the official area.
SELECT ST_Area(ST_Transform(ST_Buffer(ST_ConcaveHull(ST_Collect(ST_Transform(seat, 32632)), 0.4), $1), 4326)::geography)
       / (sum(area_km2) * 1e6)
  FROM atlante.comune

-- $1 publication → scenario, kind, place, lon, lat of the places that counted; by scenario and place.
SELECT scenario, kind, place, ST_X(position), ST_Y(position)
  FROM atlante.publication_place WHERE publication = $1 ORDER BY scenario, place

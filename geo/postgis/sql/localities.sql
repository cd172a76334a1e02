-- → comune, name, lon, lat, radius in metres, source; by comune and name.
SELECT comune, name, ST_X(point), ST_Y(point), radius_m, source FROM atlante.locality ORDER BY comune, name

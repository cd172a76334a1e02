-- All columns of a kind in the order of kinds.sql.
INSERT INTO atlante.kind (id, name_it, name_en, plural_it, plural_en, nearest_it, nearest_en, by_area, completeness,
  mode_mountain, mode_else, threshold_car, threshold_foot, position, itinerant)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
ON CONFLICT (id) DO UPDATE SET name_it = excluded.name_it, name_en = excluded.name_en, plural_it = excluded.plural_it,
  plural_en = excluded.plural_en, nearest_it = excluded.nearest_it, nearest_en = excluded.nearest_en,
  by_area = excluded.by_area, completeness = excluded.completeness, mode_mountain = excluded.mode_mountain,
  mode_else = excluded.mode_else, threshold_car = excluded.threshold_car, threshold_foot = excluded.threshold_foot,
  position = excluded.position, itinerant = excluded.itinerant

-- → all columns of a kind; by position.
SELECT id, name_it, name_en, plural_it, plural_en, nearest_it, nearest_en, by_area, completeness,
       mode_mountain, mode_else, threshold_car, threshold_foot, position, itinerant
  FROM atlante.kind ORDER BY position

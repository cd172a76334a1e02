-- → a row a kind, by position, each with the version of places, of territory, of the roads, the latest publication
-- (0 for none) and the database before all columns of the kind, which are NULL in the only row when there are no kinds.
-- One statement, so that all of it is of one moment.
SELECT v.places, v.territory, v.roads, v.publication, v.database, k.id, k.name_it, k.name_en, k.plural_it, k.plural_en, k.nearest_it,
       k.nearest_en, k.by_area, k.completeness, k.mode_mountain, k.mode_else, k.threshold_car, k.threshold_foot, k.position,
       k.itinerant
  FROM atlante.public_version v LEFT JOIN atlante.public_kind k ON true ORDER BY k.position

-- → one row: version of places, version of territory, id of the latest publication; when the first, the second and the
-- third last changed.
SELECT max(version) FILTER (WHERE name = 'places'), max(version) FILTER (WHERE name = 'territory'),
       max(version) FILTER (WHERE name = 'publication'), max(changed_at) FILTER (WHERE name = 'places'),
       max(changed_at) FILTER (WHERE name = 'territory'), max(changed_at) FILTER (WHERE name = 'publication')
  FROM atlante.open_state

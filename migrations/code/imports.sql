-- imported_content: what an import says of an entry, as the column revision.content holds it. Written so that PostgreSQL
-- can put it in place of the call. "external" is there only where it is true: what it says is put over a content
-- from which that word was taken.
CREATE OR REPLACE FUNCTION atlante.imported_content(kind text, name text, comune text, locality text, address text,
  "position" ext.geometry, "precision" text, radius_m int, street_confirmed boolean, position_source text, status text,
  service_area text[], may_reach text[], note text, confirmed_on text, external boolean) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT jsonb_build_object('kind', kind, 'name', name, 'comune', coalesce(comune, ''), 'locality', locality, 'address', address,
    'position', CASE WHEN "position" IS NOT NULL THEN jsonb_build_array(ext.ST_X("position"), ext.ST_Y("position")) END,
    'precision', "precision", 'radius_m', radius_m, 'street_confirmed', street_confirmed, 'position_source', position_source,
    'status', status, 'service_area', to_jsonb(service_area), 'may_reach', to_jsonb(may_reach), 'note', note,
    'confirmed_on', coalesce(confirmed_on, '')) || CASE WHEN external THEN '{"external": true}'::jsonb ELSE '{}'::jsonb END;
$$;

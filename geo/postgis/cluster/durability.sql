-- The settings that are off, as they hold for this session, of those on which it
-- depends whether a commit survives a crash; each with the place that sets it
-- (a line of a file for superusers, else only the kind of place).
-- Parameters: none. Columns: off (text, '' when all is well).
-- Order: one row, by name inside. Index: none.
SELECT coalesce(string_agg(name || ' (' || coalesce(sourcefile || ':' || sourceline, source) || ')', ', ' ORDER BY name), '') AS off
FROM pg_catalog.pg_settings
WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes')
  AND setting = 'off'

-- → name, COPY statement that writes the rows of the table as text in a fixed order; by name.
-- The order is the primary key, texts by their bytes, so that two servers agree whatever their collation; all columns
-- where there is no key. One pass over the catalogue; the names are quoted here, nothing is put together elsewhere.
SELECT c.relname::text, concat('COPY (SELECT ', columns.list, ' FROM atlante.', quote_ident(c.relname), ' t ORDER BY ',
                               coalesce(key.list, 't::text COLLATE "C"'), ') TO STDOUT')
  FROM pg_class c
 CROSS JOIN LATERAL (SELECT string_agg('t.' || quote_ident(a.attname), ', ' ORDER BY a.attnum) AS list
                       FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
 CROSS JOIN LATERAL (SELECT string_agg('t.' || quote_ident(a.attname) || CASE WHEN a.attcollation <> 0 THEN ' COLLATE "C"' ELSE '' END,
                                       ', ' ORDER BY array_position(i.indkey, a.attnum)) AS list
                       FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
                      WHERE i.indrelid = c.oid AND i.indisprimary) AS key
 WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = 'atlante') AND c.relkind = 'r'
 ORDER BY c.relname::text COLLATE "C"

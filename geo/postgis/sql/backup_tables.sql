-- → name, COPY statement that writes the rows of the table as text in a fixed order; by name.
-- The order is the primary key, texts by their bytes, so that two servers agree whatever their collation; all columns
-- where there is no key. One pass over the catalogue; the names are quoted here, nothing is put together elsewhere.
SELECT c.relname::text,
       format('COPY (SELECT %s FROM atlante.%I t ORDER BY %s) TO STDOUT',
              (SELECT string_agg(format('t.%I', a.attname), ', ' ORDER BY a.attnum)
                 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
              coalesce((SELECT string_agg(format('t.%I', a.attname) || CASE WHEN a.attcollation <> 0 THEN ' COLLATE "C"' ELSE '' END,
                                          ', ' ORDER BY array_position(i.indkey, a.attnum))
                          FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
                         WHERE i.indrelid = c.oid AND i.indisprimary), 't::text COLLATE "C"'))
  FROM pg_class c
 WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = 'atlante') AND c.relkind = 'r'
 ORDER BY c.relname::text COLLATE "C"

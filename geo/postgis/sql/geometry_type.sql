-- → one row: the number of the type geometry in this database.
SELECT 'ext.geometry'::regtype::oid

-- → id, name, parent ('' for none), mouth, source; by id.
SELECT id, name, coalesce(parent, ''), mouth, source FROM atlante.valley ORDER BY id

-- → id of the latest publication, 0 for none.
SELECT coalesce(max(id), 0) FROM atlante.publication

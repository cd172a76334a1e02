-- $1 entry. Forgets the mails about an entry and the links that were sent for it. Before its revisions are emptied: mails
-- with links do not say of which entry they are, but bear its name.
WITH link AS (DELETE FROM atlante.link WHERE entry = $1 RETURNING folded)
DELETE FROM atlante.mail m
 WHERE position($1::text IN m.values->>'path') > 0
    OR m.folded IN (SELECT folded FROM link)
       AND m.values->>'name' IN (SELECT r.content->>'name' FROM atlante.revision r WHERE r.entry = $1)

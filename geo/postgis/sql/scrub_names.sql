-- $1 entry. Forgets the mails about an entry and the links that were sent for it. Before its revisions are emptied: mails
-- with links do not say of which entry they are, but bear its name. One to an address that has a link for another entry
-- stays unless this one's link is known: it may be about that other, which bears the same name.
WITH link AS (DELETE FROM atlante.link WHERE entry = $1 RETURNING folded)
DELETE FROM atlante.mail m
 WHERE position($1::text IN m.values->>'path') > 0
    OR m.template IN ('confirm', 'confirm_claim', 'confirm_report', 'invited')
       AND m.values->>'name' IN (SELECT r.content->>'name' FROM atlante.revision r WHERE r.entry = $1)
       AND (m.folded IN (SELECT folded FROM link)
            OR NOT EXISTS (SELECT FROM atlante.link l WHERE l.folded = m.folded AND l.entry <> $1))

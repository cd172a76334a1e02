-- Copied places whose entry was erased stay erased: of its key a hash is known.
INSERT INTO pg_temp.incoming_known (key, entry, version, public, verdict)
SELECT i.key, e.id, e.version, 0, 'kept'
  FROM pg_temp.incoming_place i
  JOIN atlante.entry e ON e.key = 'x:' || encode(sha256(convert_to(i.key, 'UTF8')), 'hex')
 WHERE EXISTS (SELECT FROM atlante.erasure)

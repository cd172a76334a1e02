-- $1 zone, $2 network ('' none). Columns: id, email, lang, of those who moderate there, else of the administrators; by id.
WITH local AS (
  SELECT DISTINCT g.person FROM atlante.person_grant g
   WHERE (g.role = 'zone_moderator' AND g.zone = $1) OR (g.role = 'network_moderator' AND g.network = $2)
), chosen AS (
  SELECT person FROM local
  UNION SELECT g.person FROM atlante.person_grant g WHERE g.role = 'admin' AND NOT EXISTS (SELECT FROM local)
)
SELECT p.id, p.email, p.lang FROM atlante.person p JOIN chosen ON chosen.person = p.id WHERE p.erased_at IS NULL ORDER BY p.id

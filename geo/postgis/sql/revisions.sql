-- $1 entry → the columns of revision.sql for all of its revisions, newest first.
SELECT number, content, author, role, at, reason, source, licence, coalesce(retrieved_on::text, ''), approved
  FROM atlante.revision WHERE entry = $1 ORDER BY number DESC

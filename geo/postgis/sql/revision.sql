-- $1 entry, $2 number → that revision, or no row: number, content, author, role, at, reason, source, licence, retrieved on, approved.
SELECT number, content, author, role, at, reason, source, licence, coalesce(retrieved_on::text, ''), approved
  FROM atlante.revision WHERE entry = $1 AND number = $2

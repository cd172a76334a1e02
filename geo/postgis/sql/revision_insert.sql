-- $1 entry, $2 number, $3 content, $4 author or NULL, $5 role, $6 time, $7 reason, $8 source, $9 licence, $10 retrieved on or
-- NULL, $11 approved.
INSERT INTO atlante.revision (entry, number, content, author, role, at, reason, source, licence, retrieved_on, approved)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::text::date, $11)

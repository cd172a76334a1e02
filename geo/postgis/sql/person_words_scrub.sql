-- $1 person. What the person wrote as a reason goes; that something was done stays.
WITH t AS (UPDATE atlante.transition SET reason = '' WHERE actor = $1 AND reason <> '')
UPDATE atlante.revision SET reason = '' WHERE author = $1 AND reason <> ''

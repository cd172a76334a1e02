-- $1 entry. The signs of duplicates go; of its import key a hash stays, so that the next import does not bring it back.
UPDATE atlante.entry SET codes = '{}', domains = '{}', phones = '{}', folded = '', position = NULL,
  key = CASE WHEN key LIKE 'x:%' THEN key ELSE 'x:' || encode(sha256(convert_to(key, 'UTF8')), 'hex') END
 WHERE id = $1

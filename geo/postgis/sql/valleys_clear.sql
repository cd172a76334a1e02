-- Removes all valleys; comuni lose theirs until comune_valleys_set, in the same transaction.
WITH freed AS (UPDATE atlante.comune SET valley = NULL WHERE valley IS NOT NULL)
DELETE FROM atlante.valley

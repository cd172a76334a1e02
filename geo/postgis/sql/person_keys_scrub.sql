-- $1 who. Writes of the person are forgotten, all but the one under way.
DELETE FROM atlante.write_key WHERE who = $1 AND outcome IS NOT NULL

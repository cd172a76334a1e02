-- $1 a time: windows that began before it go. Index rate_by_time.
DELETE FROM atlante.rate WHERE since < $1

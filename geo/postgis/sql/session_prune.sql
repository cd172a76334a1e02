-- $1 now, $2 not seen since. Sessions that are over go.
DELETE FROM atlante.session WHERE expires_at < $1 OR seen_at < $2

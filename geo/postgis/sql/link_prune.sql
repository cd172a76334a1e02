-- $1 a time: links that expired before it go. Index link_by_end.
DELETE FROM atlante.link WHERE expires_at < $1

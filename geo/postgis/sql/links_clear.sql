-- All links end, of whatever purpose: who needs one asks for another.
DELETE FROM atlante.link

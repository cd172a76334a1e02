-- → the version of places up to which nothing is logged.
SELECT version FROM atlante.public_place_change WHERE n = 0

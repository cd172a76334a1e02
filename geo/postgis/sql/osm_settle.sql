-- Streets, houses and hamlets of the OpenStreetMap file get their comune.
SELECT atlante.osm_settle()

-- → of the latest publication: id, the estimate compared with the roads, where it stood in for them; no row without roads.
SELECT id, calibration, stood_in FROM atlante.latest_publication WHERE calibration IS NOT NULL

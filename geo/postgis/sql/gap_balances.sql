-- → the balances of the latest publication, as JSON; by kind, scenario and territory.
SELECT balance FROM atlante.gap_balance
 WHERE publication = (SELECT id FROM atlante.latest_publication) ORDER BY kind, scenario, territory

-- $1 publication, $2 scenario, $3 territory, $4 kind, $5 balance as JSON.
INSERT INTO atlante.gap_balance (publication, scenario, territory, kind, balance) VALUES ($1, $2, $3, $4, $5)

package postgis

import "github.com/jackc/pgx/v5"

func scanText(r pgx.CollectableRow) (string, error) {
	var t string
	err := r.Scan(&t)
	return t, err
}

package data

import (
	"strings"

	"atlante/geo"
	"atlante/web/site"
)

// example is a program that reads the atlas, with what to write into it.
type example struct {
	ID, Name string
	Before   string // what to do, in words
	Code     string // what to copy
	After    string // what to know beside
}

// examples in the words of the programs. Each was run as it stands, against a
// running service; {origin} and {kind} are filled in.
func examples(r *site.Request, origin string, kind geo.KindID) []example {
	fill := strings.NewReplacer("{origin}", origin, "{kind}", string(kind))
	list := []example{
		{"gdal", "GDAL", r.Say("data.example.gdal"), gdalCode, r.Say("data.example.gdal.after")},
		{"python", "Python", r.Say("data.example.python"), pythonCode, ""},
		{"duckdb", "DuckDB", r.Say("data.example.duckdb"), duckCode, r.Say("data.example.duckdb.after")},
		{"maplibre", "MapLibre GL JS", r.Say("data.example.maplibre"), mapLibreCode, r.Say("data.example.maplibre.after")},
	}
	for i := range list {
		list[i].Code = fill.Replace(list[i].Code)
	}
	return list
}

const gdalCode = `ogrinfo -so "OAPIF:{origin}/ogc" places
ogr2ogr -f GPKG {kind}.gpkg "OAPIF:{origin}/ogc" places -where "kind = '{kind}'"
ogr2ogr -f GPKG confermati.gpkg "{origin}/api/v1/downloads/places.geojson?datetime=2026-01-01/.."`

const pythonCode = `import geopandas

aree = geopandas.read_file("{origin}/api/v1/downloads/gaps.geojson?kind={kind}&territory=mountain")
print(aree.sort_values("residents", ascending=False)[["name", "residents", "minutes"]].head(10))`

const duckCode = `curl -O {origin}/api/v1/downloads/comuni.parquet
duckdb -c "SELECT zone_name, count(*) AS comuni, sum(residents) AS residenti
  FROM 'comuni.parquet' GROUP BY zone_name ORDER BY residenti DESC"`

const mapLibreCode = `import { Map } from 'maplibre-gl'
import 'maplibre-gl/dist/maplibre-gl.css'

new Map({ container: 'map', style: '{origin}/styles/map.json', center: [7.4, 45.1], zoom: 8 })`

package export

import (
	"embed"
	"fmt"
	"strings"

	"atlante/geo/feature"
)

//go:embed sql
var sqlFiles embed.FS

func sqlFile(name string) string {
	b, err := sqlFiles.ReadFile("sql/" + name + ".sql")
	if err != nil { // embedded with the program
		panic(err)
	}
	return string(b)
}

// identifier quotes a name for SQLite.
func identifier(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func (x *geoPackage) name() string { return identifier(x.collection.ID) }

func (x *geoPackage) index() string { return "rtree_" + x.collection.ID + "_" + gpkgGeometry }

// tables makes the file as it is without features.
func (x *geoPackage) tables() error {
	if _, err := x.tx.Exec(sqlFile("geopackage")); err != nil {
		return err
	}
	if err := x.system(feature.WGS84); err != nil {
		return err
	}
	if x.crs != feature.WGS84 {
		if err := x.system(x.crs); err != nil {
			return err
		}
	}
	if _, err := x.tx.Exec(x.definition()); err != nil {
		return err
	}
	_, err := x.tx.Exec(fmt.Sprintf("CREATE VIRTUAL TABLE %s USING rtree(id, minx, maxx, miny, maxy)", identifier(x.index())))
	return err
}

func (x *geoPackage) system(crs feature.SRID) error {
	s := systems[crs]
	_, err := x.tx.Exec("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)",
		s.name, s.code, s.organization, s.code, wktOf(crs))
	return err
}

func (x *geoPackage) definition() string {
	b := fmt.Sprintf("CREATE TABLE %s (%s INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, %s %s",
		x.name(), identifier(gpkgKey), identifier(gpkgGeometry), x.geometryType())
	for _, f := range x.collection.Fields {
		b += ", " + identifier(f.Name) + " " + sqliteType(f.Type)
	}
	return b + ")"
}

func (x *geoPackage) geometryType() string {
	return strings.ToUpper(string(x.collection.Geometry))
}

func sqliteType(t feature.Type) string {
	switch t {
	case feature.Integer:
		return "INTEGER"
	case feature.Real:
		return "DOUBLE"
	case feature.Boolean:
		return "BOOLEAN"
	case feature.Day:
		return "DATE"
	case feature.Instant:
		return "DATETIME"
	}
	return "TEXT"
}

// finish writes what is known only at the end, and the file's word on itself.
func (x *geoPackage) finish() error {
	for _, step := range []func() error{x.contents, x.columns, x.metadata, x.extensions, x.triggers} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (x *geoPackage) contents() error {
	extent := []any{nil, nil, nil, nil}
	if !x.extent.empty() {
		extent = []any{x.extent.minX, x.extent.minY, x.extent.maxX, x.extent.maxY}
	}
	a := x.about
	values := append([]any{x.collection.ID, a.Title, a.Description + "\n" + a.line(), a.instant()}, extent...)
	if _, err := x.tx.Exec("INSERT INTO gpkg_contents VALUES (?, 'features', ?, ?, ?, ?, ?, ?, ?, ?)", append(values, int(x.crs))...); err != nil {
		return err
	}
	_, err := x.tx.Exec("INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, 0, 0)",
		x.collection.ID, gpkgGeometry, x.geometryType(), int(x.crs))
	return err
}

// columns gives the fields their titles and the few values that some have.
func (x *geoPackage) columns() error {
	for _, f := range x.collection.Fields {
		var constraint any
		if len(f.Values) > 0 && f.Type == feature.Text {
			constraint = f.Name
			for _, v := range f.Values {
				if _, err := x.tx.Exec("INSERT INTO gpkg_data_column_constraints (constraint_name, constraint_type, value) VALUES (?, 'enum', ?)", f.Name, v); err != nil {
					return err
				}
			}
		}
		if _, err := x.tx.Exec("INSERT INTO gpkg_data_columns VALUES (?, ?, NULL, ?, NULL, NULL, ?)", x.collection.ID, f.Name, x.title(f), constraint); err != nil {
			return err
		}
	}
	return nil
}

// metadata says licence, source, date and version, of the whole file and as JSON.
func (x *geoPackage) metadata() error {
	if _, err := x.tx.Exec("INSERT INTO gpkg_metadata VALUES (1, 'dataset', 'http://purl.org/dc/terms/', 'application/json', ?)", x.about.json()); err != nil {
		return err
	}
	_, err := x.tx.Exec("INSERT INTO gpkg_metadata_reference VALUES ('table', ?, NULL, NULL, ?, 1, NULL)", x.collection.ID, x.about.instant())
	return err
}

func (x *geoPackage) extensions() error {
	for _, e := range [][5]any{
		{x.collection.ID, gpkgGeometry, "gpkg_rtree_index", "http://www.geopackage.org/spec130/#extension_rtree", "write-only"},
		{"gpkg_data_columns", nil, "gpkg_schema", "http://www.geopackage.org/spec130/#extension_schema", "read-write"},
		{"gpkg_data_column_constraints", nil, "gpkg_schema", "http://www.geopackage.org/spec130/#extension_schema", "read-write"},
		{"gpkg_metadata", nil, "gpkg_metadata", "http://www.geopackage.org/spec130/#extension_metadata", "read-write"},
		{"gpkg_metadata_reference", nil, "gpkg_metadata", "http://www.geopackage.org/spec130/#extension_metadata", "read-write"},
	} {
		if _, err := x.tx.Exec("INSERT INTO gpkg_extensions VALUES (?, ?, ?, ?, ?)", e[:]...); err != nil {
			return err
		}
	}
	return nil
}

// triggers come last: they call functions that only readers of the format have.
func (x *geoPackage) triggers() error {
	names := strings.NewReplacer("{t}", x.collection.ID, "{c}", gpkgGeometry, "{i}", gpkgKey, "{r}", x.index())
	_, err := x.tx.Exec(names.Replace(sqlFile("rtree")))
	return err
}

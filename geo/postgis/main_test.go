package postgis_test

import (
	"testing"

	"atlante/geo/geotest"
)

func TestMain(m *testing.M) { geotest.Main(m) }

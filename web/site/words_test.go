package site_test

import (
	"testing"

	"atlante/web/site"
	"atlante/web/site/sitetest"
)

func TestTextsAndTheirUses(t *testing.T) {
	sitetest.Texts(t, sitetest.New(t, site.Options{}), nil)
}

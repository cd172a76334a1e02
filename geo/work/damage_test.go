package work_test

import (
	"strings"
	"testing"

	"atlante/geo/geotest"
)

// damages break one row each, and each breaks another rule, so that they are
// done together. The undoing statement sees what was kept in the temporary table
// that the first one may have made.
var damages = []struct{ name, do, undo, finds string }{
	{"a figure whose parts do not add up",
		`UPDATE atlante.figure SET within[1] = within[1] + 1 WHERE area = 'comune' AND area_id = '001003' AND kind = 'partner' AND scenario = 'current'`,
		`UPDATE atlante.figure SET within[1] = within[1] - 1 WHERE area = 'comune' AND area_id = '001003' AND kind = 'partner' AND scenario = 'current'`,
		"residents: partner current, comune 001003 all 15 min"},
	{"a zone that is not the sum of its comuni",
		`UPDATE atlante.figure SET within[2] = within[2] + 5, beyond[2] = beyond[2] - 5 WHERE area = 'zone' AND area_id = '7' AND territory = 'all' AND kind = 'partner' AND scenario = 'planned'`,
		`UPDATE atlante.figure SET within[2] = within[2] - 5, beyond[2] = beyond[2] + 5 WHERE area = 'zone' AND area_id = '7' AND territory = 'all' AND kind = 'partner' AND scenario = 'planned'`,
		"parents: partner planned, zone 7 all 30 min, within"},
	{"places that a zone has and its comuni have not",
		`UPDATE atlante.figure SET places = places + 1 WHERE area = 'zone' AND area_id = '7' AND territory = 'mountain' AND kind = 'partner' AND scenario = 'current'`,
		`UPDATE atlante.figure SET places = places - 1 WHERE area = 'zone' AND area_id = '7' AND territory = 'mountain' AND kind = 'partner' AND scenario = 'current'`,
		"parents: partner current, zone 7 mountain, places"},
	{"a figure that is missing",
		`CREATE TEMP TABLE kept_figure AS SELECT * FROM atlante.figure WHERE area = 'comune' AND area_id = '001003' AND kind = 'cer' AND scenario = 'current';
		 DELETE FROM atlante.figure WHERE area = 'comune' AND area_id = '001003' AND kind = 'cer' AND scenario = 'current'`,
		`INSERT INTO atlante.figure SELECT * FROM kept_figure`, "complete: cer current, Ala di Stura"},
	{"a figure of the whole territory that is missing",
		`CREATE TEMP TABLE kept_whole AS SELECT * FROM atlante.figure WHERE area = 'territory' AND territory = 'inner' AND kind = 'portineria' AND scenario = 'planned';
		 DELETE FROM atlante.figure WHERE area = 'territory' AND territory = 'inner' AND kind = 'portineria' AND scenario = 'planned'`,
		`INSERT INTO atlante.figure SELECT * FROM kept_whole`, "complete: portineria planned, territory  inner"},
	{"a balance that does not close",
		`UPDATE atlante.gap_balance SET balance = jsonb_set(balance, '{Scattered}', to_jsonb((balance->>'Scattered')::int + 1)) WHERE kind = 'portineria' AND territory = 'mountain' AND scenario = 'current'`,
		`UPDATE atlante.gap_balance SET balance = jsonb_set(balance, '{Scattered}', to_jsonb((balance->>'Scattered')::int - 1)) WHERE kind = 'portineria' AND territory = 'mountain' AND scenario = 'current'`,
		"gaps: portineria current, mountain, named + scattered + held back"},
	{"balances that are missing",
		`CREATE TEMP TABLE kept_balance AS SELECT * FROM atlante.gap_balance WHERE kind = 'partner' AND scenario = 'planned';
		 DELETE FROM atlante.gap_balance WHERE kind = 'partner' AND scenario = 'planned'`,
		`INSERT INTO atlante.gap_balance SELECT * FROM kept_balance`, "complete: partner planned, balance"},
	{"a gap with one resident too few",
		`UPDATE atlante.gap SET residents = residents - 1, residents_low = least(residents_low, residents - 1) WHERE kind = 'portineria' AND territory = 'mountain' AND scenario = 'current' AND rank = 1`,
		`UPDATE atlante.gap SET residents = residents + 1 WHERE kind = 'portineria' AND territory = 'mountain' AND scenario = 'current' AND rank = 1`,
		"gaps: portineria current, mountain, residents of the gaps"},
	{"a comune without cells",
		`CREATE TEMP TABLE kept_cell AS SELECT h3 FROM atlante.cell WHERE comune = '001003';
		 UPDATE atlante.cell SET comune = '001272' WHERE comune = '001003'`,
		`UPDATE atlante.cell SET comune = '001003' WHERE h3 IN (SELECT h3 FROM kept_cell)`, "every comune has cells"},
	{"a drawn parent cell with one resident too many",
		`CREATE TEMP TABLE kept_parent AS SELECT f.publication, f.scenario, f.h3 FROM atlante.cell_figure f JOIN atlante.cell_shape s USING (h3) WHERE s.resolution = 7 AND f.scenario = 'planned' ORDER BY f.h3 LIMIT 1;
		 UPDATE atlante.cell_figure SET residents = residents + 1 WHERE (publication, scenario, h3) = (SELECT publication, scenario, h3 FROM kept_parent)`,
		`UPDATE atlante.cell_figure SET residents = residents - 1 WHERE (publication, scenario, h3) = (SELECT publication, scenario, h3 FROM kept_parent)`,
		"residents add up at every resolution"},
	{"a seat in another comune",
		`CREATE TEMP TABLE kept_seat AS SELECT seat FROM atlante.comune WHERE id = '001003';
		 UPDATE atlante.comune SET seat = (SELECT seat FROM atlante.comune WHERE id = '001272') WHERE id = '001003'`,
		`UPDATE atlante.comune SET seat = (SELECT seat FROM kept_seat) WHERE id = '001003'`, "seats lie in their comune"},
	{"a place outside the territory",
		`CREATE TEMP TABLE kept_place AS SELECT id, position FROM atlante.place WHERE kind = 'casa_del_quartiere' ORDER BY id LIMIT 1;
		 UPDATE atlante.place SET position = ST_SetSRID(ST_MakePoint(9, 45), 4326) WHERE id = (SELECT id FROM kept_place)`,
		`UPDATE atlante.place p SET position = k.position FROM kept_place k WHERE k.id = p.id`, "lies in exactly one comune"},
	{"a service area that names no comune",
		`UPDATE atlante.place SET service_area = service_area || '001999'::text WHERE kind = 'cer'`,
		`UPDATE atlante.place SET service_area = array_remove(service_area, '001999') WHERE kind = 'cer'`, "service areas name comuni that exist"},
	{"a cell that is shared out twice",
		`CREATE TEMP TABLE kept_share AS SELECT * FROM atlante.cell_share
		  WHERE h3 = (SELECT h3 FROM atlante.cell_share GROUP BY h3 HAVING count(*) > 1 ORDER BY h3 LIMIT 1);
		 UPDATE atlante.cell_share s SET fraction = 1 FROM kept_share k WHERE s.h3 = k.h3`,
		`UPDATE atlante.cell_share s SET fraction = k.fraction FROM kept_share k WHERE s.h3 = k.h3 AND s.comune = k.comune`,
		"shares of straddling cells"},
	{"a gap over eleven comuni",
		`CREATE TEMP TABLE kept_gap AS SELECT publication, scenario, territory, id, comuni FROM atlante.gap WHERE kind = 'portineria' ORDER BY id LIMIT 1;
		 UPDATE atlante.gap g SET comuni = ARRAY(SELECT id FROM atlante.comune ORDER BY id LIMIT 11) FROM kept_gap k
		  WHERE (g.publication, g.scenario, g.territory, g.id) = (k.publication, k.scenario, k.territory, k.id)`,
		`UPDATE atlante.gap g SET comuni = k.comuni FROM kept_gap k
		  WHERE (g.publication, g.scenario, g.territory, g.id) = (k.publication, k.scenario, k.territory, k.id)`,
		"no gap over 10 comuni"},
	{"a figure of a cell that belongs to no publication",
		`INSERT INTO atlante.cell_figure SELECT 999, scenario, h3, comune, residents, props FROM atlante.cell_figure LIMIT 1`,
		`DELETE FROM atlante.cell_figure WHERE publication = 999`, "belong to a publication"},
	{"a place that is reached in no time known",
		`CREATE TEMP TABLE kept_times AS SELECT * FROM atlante.cell_times WHERE states[1] = 'ok' ORDER BY h3 LIMIT 1;
		 UPDATE atlante.cell_times t SET t1[1] = NULL FROM kept_times k WHERE (t.publication, t.scenario, t.h3) = (k.publication, k.scenario, k.h3)`,
		`UPDATE atlante.cell_times t SET t1 = k.t1 FROM kept_times k WHERE (t.publication, t.scenario, t.h3) = (k.publication, k.scenario, k.h3)`,
		"minutes stand where a place is reached"},
	{"residents of a cell that is gone",
		`ALTER TABLE atlante.cell_comune DISABLE TRIGGER ALL; CREATE TEMP TABLE kept_h3 AS SELECT h3 FROM atlante.cell_comune ORDER BY h3 LIMIT 1;
		 UPDATE atlante.cell_comune SET h3 = -1 WHERE (h3, comune) = (SELECT h3, min(comune) FROM atlante.cell_comune WHERE h3 = (SELECT h3 FROM kept_h3) GROUP BY h3)`,
		`UPDATE atlante.cell_comune SET h3 = (SELECT h3 FROM kept_h3) WHERE h3 = -1; ALTER TABLE atlante.cell_comune ENABLE TRIGGER ALL`,
		"are of cells that exist"},
	{"an entry that changed without a line of its history",
		`UPDATE atlante.entry SET version = version + 1 WHERE id = (SELECT min(id::text)::uuid FROM atlante.entry)`,
		`UPDATE atlante.entry SET version = version - 1 WHERE id = (SELECT min(id::text)::uuid FROM atlante.entry)`,
		"is the number of its transitions"},
	{"an entry that stands where no transition led",
		`CREATE TEMP TABLE moved_entry AS SELECT id FROM atlante.entry ORDER BY id OFFSET 1 LIMIT 1;
		 UPDATE atlante.entry SET state = 'archived' WHERE id = (SELECT id FROM moved_entry)`,
		`UPDATE atlante.entry SET state = 'published' WHERE id = (SELECT id FROM moved_entry)`, "that of its last transition"},
	{"a transition that begins elsewhere", `UPDATE atlante.transition SET from_state = 'archived' WHERE entry = (SELECT min(id::text)::uuid FROM atlante.entry)`,
		`UPDATE atlante.transition SET from_state = '' WHERE entry = (SELECT min(id::text)::uuid FROM atlante.entry)`, "begins where the one before ends"},
	{"a revision that is gone",
		`CREATE TEMP TABLE kept_revision AS SELECT * FROM atlante.revision ORDER BY entry OFFSET 2 LIMIT 1;
		 DELETE FROM atlante.revision WHERE entry = (SELECT entry FROM kept_revision)`,
		`INSERT INTO atlante.revision SELECT * FROM kept_revision`, "no revision of an entry is missing"},
	{"a transition of no entry",
		`INSERT INTO atlante.transition VALUES ('00000000-0000-7000-8000-000000000000', 1, now(), NULL, '', 'import', '', 'published', 1, '')`,
		`DELETE FROM atlante.transition WHERE entry = '00000000-0000-7000-8000-000000000000'`, "are of entries that exist"},
	{"a public revision that nobody has approved",
		`CREATE TEMP TABLE kept_approved AS SELECT entry FROM atlante.revision ORDER BY entry OFFSET 3 LIMIT 1;
		 UPDATE atlante.revision SET approved = false WHERE entry = (SELECT entry FROM kept_approved)`,
		`UPDATE atlante.revision SET approved = true WHERE entry = (SELECT entry FROM kept_approved)`, "is an approved one"},
	{"a place without its entry",
		`CREATE TEMP TABLE kept_entry AS SELECT * FROM atlante.entry ORDER BY id OFFSET 4 LIMIT 1;
		 UPDATE atlante.entry SET public = 0 WHERE id = (SELECT id FROM kept_entry)`,
		`UPDATE atlante.entry SET public = 1 WHERE id = (SELECT id FROM kept_entry)`, "all published entries and no others"},
	{"a place that says something else than its entry",
		`UPDATE atlante.place SET hours = 'sempre' WHERE id = (SELECT max(id::text)::uuid FROM atlante.place)`,
		`UPDATE atlante.place SET hours = '' WHERE id = (SELECT max(id::text)::uuid FROM atlante.place)`, "what the public revision says"},
	{"a contact that nobody has published",
		`UPDATE atlante.place SET contacts = '[{"kind": "phone", "value": "+390110000000"}]' WHERE id = (SELECT max(id::text)::uuid FROM atlante.place)`,
		`UPDATE atlante.place SET contacts = '[]' WHERE id = (SELECT max(id::text)::uuid FROM atlante.place)`, "only contacts that were chosen"},
	{"words of an erased entry",
		`INSERT INTO atlante.erasure SELECT max(id::text)::uuid, 'entry', now() FROM atlante.entry`,
		`DELETE FROM atlante.erasure`, "nothing that an erased entry said"},
	{"an entry of a kind that is gone",
		`CREATE TEMP TABLE kept_kind AS SELECT id, kind FROM atlante.entry ORDER BY id OFFSET 5 LIMIT 1;
		 UPDATE atlante.entry SET kind = 'sparito' WHERE id = (SELECT id FROM kept_kind)`,
		`UPDATE atlante.entry e SET kind = k.kind FROM kept_kind k WHERE e.id = k.id`, "kinds and comuni that exist"},
}

// Each rule of the check finds the damage that it is there for, and nothing is
// found any more once the damage is mended.
func TestCheckFindsDamage(t *testing.T) {
	t.Parallel()
	s := geotest.Store(t)
	conn := geotest.Login(t, s)
	for _, d := range damages {
		execute(t, conn, d.do)
	}
	found := strings.Join(faults(t, s), "\n")
	for _, d := range damages {
		execute(t, conn, d.undo)
		if !strings.Contains(found, d.finds) {
			t.Errorf("%s: expected %q to be found; found:\n%s", d.name, d.finds, found)
		}
	}
	for _, f := range faults(t, s) {
		t.Errorf("after mending: %s", f)
	}
}

// One resident too many, in a comune or in a cell, is found by the sums of the
// publication and by those of the database.
func TestCheckFindsOneResident(t *testing.T) {
	t.Parallel()
	s := geotest.Store(t)
	conn := geotest.Login(t, s)
	for _, d := range []struct {
		do    string
		finds []string
	}{
		{`UPDATE atlante.comune SET residents = residents + $1 WHERE id = '001003'`,
			[]string{"official: portineria current, comune 001003 all", "cells add up to each comune"}},
		{`UPDATE atlante.cell_comune SET residents = residents + $1 WHERE (h3, comune) = (SELECT h3, comune FROM atlante.cell_comune ORDER BY h3, comune LIMIT 1)`,
			[]string{", celle H3 9", "cells add up to each comune"}},
	} {
		execute(t, conn, d.do, 1)
		found := strings.Join(faults(t, s), "\n")
		execute(t, conn, d.do, -1)
		for _, want := range d.finds {
			if !strings.Contains(found, want) {
				t.Errorf("%s: expected %q to be found; found:\n%s", d.do, want, found)
			}
		}
	}
}

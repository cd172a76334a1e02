package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// What was erased after a backup, an entry and an account, is not there again
// when the backup is restored; also when the restored folder is backed up and
// restored once more without anybody naming the journal.
func TestErasedStaysErased(t *testing.T) {
	t.Parallel()
	data := begunDir(t)
	m := newMailbox(t)
	s := serving(t, data, withMail(m))
	canary, other := newBrowser(t, "10.0.1.1"), newBrowser(t, "10.0.2.1")
	first := partner(t, s, m, canary, "Circolo Canarino", "canarino@uno.example", 1111)
	partner(t, s, m, other, "Circolo che resta", "altro@due.example", 2222)

	file := filepath.Join(t.TempDir(), "copia.tar")
	atlante(t, 0, data, "db", "backup", file)
	if n := sql(t, data, canaries); n == "0" {
		t.Error("the canary is nowhere: this test shows nothing")
	}
	form := canary.form(t, s, first+"/cancella")
	form.Set("typed", "Circolo Canarino")
	if a := canary.post(s, first+"/cancella", form); a.code != http.StatusSeeOther {
		t.Fatalf("erasing: %d\n%s%s", a.code, faultsOf(a.body), s.err)
	}
	account := canary.form(t, s, "/mie-schede/account")
	account.Set("typed", "canarino@uno.example")
	if a := canary.post(s, "/mie-schede/account", account); a.code != http.StatusSeeOther {
		t.Fatalf("forgetting: %d\n%.2000s", a.code, a.body)
	}
	s.interrupt(t)
	m.signal(syscall.SIGINT)
	journal := filepath.Join(data, "erasures.jsonl")
	text, err := os.ReadFile(journal)
	if err != nil || strings.Count(string(text), "\n") < 2 || strings.Contains(string(text), "canarino") {
		t.Fatalf("journal: %s, %v", text, err)
	}

	fresh := filepath.Join(newDir(t), "data")
	r := atlante(t, 0, fresh, "db", "restore", file, "--erasures", journal)
	if !strings.Contains(r.out, "rifatte") {
		t.Errorf("%s", r.out)
	}
	silent(t, fresh, "restored with the journal")
	if n := sql(t, fresh, "SELECT count(*) FROM atlante.person WHERE email = 'altro@due.example'"); n != "1" {
		t.Errorf("somebody else was erased: %s", n)
	}
	if soak() {
		journalMoved(t, fresh, file, string(text))
	}

	without := filepath.Join(newDir(t), "data")
	if r := atlante(t, 1, without, "db", "restore", file); !strings.Contains(r.err, "tornerebbe a esserci") || !strings.Contains(r.err, "--without-erasures") {
		t.Errorf("%s", r.err)
	}
	if _, err := os.Lstat(without); !os.IsNotExist(err) {
		t.Errorf("something was made without the journal: %v", err)
	}
	atlante(t, 2, without, "db", "restore", file, "--without-erasures", "--erasures", journal)
	if soak() { // TestLyingBackup restores without a journal, too
		if r := atlante(t, 0, without, "db", "restore", file, "--without-erasures"); !strings.Contains(r.out, "nessun registro") {
			t.Errorf("%s", r.out)
		}
		if n := sql(t, without, canaries); n == "0" {
			t.Error("the canary is not in the backup")
		}
	}
	bad := filepath.Join(t.TempDir(), "rotto.jsonl")
	if err := os.WriteFile(bad, []byte("{}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	never := filepath.Join(newDir(t), "data")
	if r := atlante(t, 1, never, "db", "restore", file, "--erasures", bad); !strings.Contains(r.err, "riga 1") {
		t.Errorf("%s", r.err)
	}
	if _, err := os.Lstat(never); !os.IsNotExist(err) {
		t.Errorf("something was made: %v", err)
	}
}

// journalMoved finds that the journal has gone with the restored data, so that
// nobody need name it when they are restored once more.
func journalMoved(t *testing.T, fresh, file, journal string) {
	t.Helper()
	carried, err := os.ReadFile(filepath.Join(fresh, "erasures.jsonl"))
	if err != nil || string(carried) != journal {
		t.Errorf("carried over: %s, %v", carried, err)
	}
	moved := filepath.Join(newDir(t), "data")
	if err := os.Mkdir(moved, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(moved, "erasures.jsonl"), carried, 0o600); err != nil {
		t.Fatal(err)
	}
	atlante(t, 0, moved, "db", "restore", file)
	silent(t, moved, "restored beside the journal")
}

// canaries counts the tables in which something of the canary stands.
const canaries = `SELECT count(*) FROM pg_class c WHERE c.relnamespace = 'atlante'::regnamespace AND c.relkind = 'r'
	AND query_to_xml(format('SELECT 1 FROM atlante.%I t WHERE t::text ~* ''canarino|0115551111''', c.relname), false, false, '')::text LIKE '%row%'`

// silent looks for the canary in every table.
func silent(t *testing.T, data, when string) {
	t.Helper()
	if n := sql(t, data, canaries); n != "0" {
		t.Errorf("%s: the canary stands in %s tables", when, n)
	}
	if n := sql(t, data, "SELECT count(*) FROM atlante.entry WHERE state = 'erased'"); n != "1" {
		t.Errorf("%s: %s erased entries", when, n)
	}
}

// A service whose journal cannot be written says so before it takes anybody in.
func TestJournalThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	c := command(begunDir(t), "serve", "--addr", freeAddr(t))
	c.Env = append(c.Env, "ATLANTE_ERASURES=nessuna/cartella/erasures.jsonl")
	if r := launch(t, c).wait(t, 30*time.Second); r.code != 1 || !strings.Contains(r.err, "ATLANTE_ERASURES") {
		t.Errorf("exit %d: %s", r.code, r.err)
	}
}

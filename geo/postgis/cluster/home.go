package cluster

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// settle finds the home of the cluster and the account that runs it, and makes
// the folders that are missing. It moves nothing that exists.
func settle(ctx context.Context, o Options) (string, keeper, error) {
	if err := makeWay(o.DataDir); err != nil {
		return "", keeper{}, fmt.Errorf("non posso creare la cartella dei dati: scegline un'altra con --data-dir / cannot make the data folder: choose another with --data-dir: %w", err)
	}
	link := filepath.Join(o.DataDir, "postgres")
	home, err := resolveHome(link)
	if err != nil {
		return "", keeper{}, err
	}
	if home != "" {
		k, err := findKeeper(home)
		if err == nil && !k.reaches(ctx, home) {
			err = fmt.Errorf("l'utente %s, che esegue PostgreSQL, non può entrare in %s: riporta la cartella dov'era o apri il passaggio / user %s, who runs PostgreSQL, cannot enter it: move it back or open the way (chmod o+x)", k.name, home, k.name)
		}
		return home, k, err
	}
	k, err := findKeeper(link)
	if err != nil {
		return "", k, err
	}
	if k.reaches(ctx, o.DataDir) {
		home, err = homeInside(link, k)
	} else {
		home, err = homeElsewhere(ctx, o, link, k)
	}
	return home, k, err
}

// makeWay makes a folder, and as root one that other accounts can pass through
// whatever the umask says: what lies in it guards itself. One that exists stays
// as it is.
func makeWay(dir string) error {
	if info, err := os.Stat(dir); err == nil && info.IsDir() {
		return nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil || os.Geteuid() != 0 {
		return err
	}
	return os.Chmod(dir, 0o755)
}

// resolveHome follows the link. "" when there is no home yet.
func resolveHome(link string) (string, error) {
	if _, err := os.Lstat(link); errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	home, err := filepath.EvalSymlinks(link)
	if errors.Is(err, fs.ErrNotExist) {
		target, _ := os.Readlink(link)
		return "", fmt.Errorf("i dati di PostgreSQL stavano in %s e non ci sono più: ripristinali, oppure riparti da zero togliendo il collegamento / the PostgreSQL data were there and are gone: restore them, or start afresh by removing the link:\n  rm %s", target, link)
	}
	return home, err
}

// homeMode lets the keeper pass through a home that belongs to root to the
// folders inside that are its own. Root keeps the home itself, so that nobody
// else can put links where root writes.
func homeMode(k keeper) fs.FileMode {
	if k.switched {
		return 0o711
	}
	return 0o700
}

func homeInside(link string, k keeper) (string, error) {
	if err := k.makeDir(link, homeMode(k), false); err != nil {
		return "", fmt.Errorf("non posso scrivere nella cartella dei dati: scegline un'altra con --data-dir / cannot write to the data folder: choose another with --data-dir: %w", err)
	}
	return filepath.EvalSymlinks(link)
}

// homeElsewhere puts the cluster where its keeper can reach it and leaves a link
// in the data folder. The name is new each time: a data folder that somebody
// removed starts empty again, and what it pointed to stays until removed by hand.
func homeElsewhere(ctx context.Context, o Options, link string, k keeper) (string, error) {
	if o.Reachable == "" {
		return "", fmt.Errorf("l'utente %s, che esegue PostgreSQL, non può entrare in %s: apri il passaggio / user %s, who runs PostgreSQL, cannot enter it: open the way (chmod 0711)", k.name, o.DataDir, k.name)
	}
	if err := makeWay(o.Reachable); err != nil {
		return "", err
	}
	home, err := os.MkdirTemp(o.Reachable, "cluster-")
	if err != nil {
		return "", err
	}
	if err := k.makeDir(home, homeMode(k), false); err != nil {
		return "", err
	}
	if !k.reaches(ctx, home) {
		_ = os.Remove(home)
		return "", fmt.Errorf("l'utente %s non può entrare né in %s né in %s: scegli con --data-dir una cartella che possa attraversare / user %s can enter neither: choose a --data-dir it can pass through",
			k.name, o.DataDir, o.Reachable, k.name)
	}
	for _, old := range forgotten(o) {
		o.Log.Warn("an older cluster of this data folder is no longer used; remove it when its data are not needed", "folder", old)
	}
	if err := os.WriteFile(filepath.Join(home, "from"), []byte(o.DataDir+"\n"), 0o644); err != nil {
		return "", err
	}
	if err := os.Symlink(home, link); err != nil {
		_ = os.RemoveAll(home)
		if errors.Is(err, fs.ErrExist) { // another start was faster; its home counts, and its lock
			return resolveHome(link)
		}
		return "", err
	}
	o.Log.Info("the account that runs PostgreSQL cannot enter the data folder, so its files live elsewhere",
		"account", k.name, "data folder", o.DataDir, "files", home)
	return filepath.EvalSymlinks(home)
}

// forgotten lists homes made for this data folder to which it no longer points.
func forgotten(o Options) []string {
	var old []string
	notes, _ := filepath.Glob(filepath.Join(o.Reachable, "cluster-*", "from"))
	for _, note := range notes {
		if text, err := os.ReadFile(note); err == nil && strings.TrimSpace(string(text)) == o.DataDir {
			old = append(old, filepath.Dir(note))
		}
	}
	return old
}

package cluster

import (
	"fmt"
	"maps"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// arguments are the settings that the command line fixes: they go over
// postgresql.conf, so that a hand in that file cannot open a TCP port. The three
// settings of durability are left to the files, and verified after the start.
func (c *Cluster) arguments() []string {
	fixed := []string{
		"listen_addresses=",
		"port=" + strconv.Itoa(port),
		"unix_socket_directories=" + c.SocketDir,
		"unix_socket_permissions=0700",
		"hba_file=" + filepath.Join(c.home, "hba.conf"),
		"ident_file=" + filepath.Join(c.home, "ident.conf"),
		"cluster_name=atlante",
		"timezone=UTC", "log_timezone=UTC", // same data, same text, wherever it runs
		"lc_messages=C",
		"logging_collector=off", "log_destination=stderr", "log_line_prefix=", "log_min_error_statement=panic",
		"log_error_verbosity=terse", // details quote rows, and rows hold what people keep private
		"jit=off",                   // compiling costs more than our short geometry queries last
		"random_page_cost=1.1",
		"work_mem=16MB", "maintenance_work_mem=128MB",
		"max_connections=60",
	}
	if smallSharedMemory() {
		fixed = append(fixed, "dynamic_shared_memory_type=mmap")
	}
	if c.opt.ForTests {
		fixed = append(fixed, "fsync=off", "synchronous_commit=off", "full_page_writes=off")
	}
	for _, name := range slices.Sorted(maps.Keys(c.opt.Settings)) {
		fixed = append(fixed, name+"="+c.opt.Settings[name])
	}
	args := []string{"-D", c.data()}
	for _, s := range fixed {
		args = append(args, "-c", s)
	}
	return args
}

// smallSharedMemory is true in containers, where /dev/shm has 64 MiB unless
// asked for: parallel queries would fail there in the middle.
func smallSharedMemory() bool {
	var st syscall.Statfs_t
	if err := syscall.Statfs("/dev/shm", &st); err != nil {
		return true
	}
	return st.Blocks*uint64(st.Bsize) < 256<<20
}

// writeAccess writes who may connect: over the socket only, with the account
// that the kernel vouches for, mapped to our roles by name.
func (c *Cluster) writeAccess() error {
	hba := "# Written by Atlante at each start.\n" +
		"local all         all peer map=atlante\n" +
		"local replication all peer map=atlante\n" +
		"host  all         all all reject\n"
	if err := writeWhole(c.home, "hba.conf", []byte(hba)); err != nil {
		return err
	}
	var ident strings.Builder
	ident.WriteString("# Written by Atlante at each start.\n")
	for _, account := range c.accounts() {
		if strings.ContainsAny(account, "\"\n\r") || strings.HasPrefix(account, "/") {
			return fmt.Errorf("nome utente non ammesso / user name not allowed: %q", account)
		}
		for _, role := range append([]string{Superuser}, c.opt.Roles...) {
			fmt.Fprintf(&ident, "atlante \"%s\" %s\n", account, role)
		}
	}
	return writeWhole(c.home, "ident.conf", []byte(ident.String()))
}

// accounts are those of the machine that may use the cluster.
func (c *Cluster) accounts() []string {
	names := []string{c.keeper.name, "root", Superuser}
	if me, err := user.Current(); err == nil {
		names = append(names, me.Username)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// writeWhole replaces a file of the home in one step; the keeper may read it.
func writeWhole(home, name string, text []byte) error {
	f, err := os.CreateTemp(home, "."+name+"-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // a no-op after the rename
	_, err = f.Write(text)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = giveToOwner(f.Name(), home)
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), filepath.Join(home, name))
}

package mirror_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/mirror"
)

// reopened opens the mirror of a fixture with other options, and gives the error.
func (f *fixture) reopened(change func(*mirror.Options)) error {
	f.t.Helper()
	options := f.options
	change(&options)
	store, err := mirror.Open(f.t.Context(), options)
	if err == nil {
		f.ok(store.Close())
	}
	return err
}

// TestForeign: what was stored for another server or another user is not opened, but to be removed.
func TestForeign(t *testing.T) {
	_, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		for name, change := range map[string]func(*mirror.Options){
			"server": func(o *mirror.Options) { o.Server = "https://other.example" },
			"user":   func(o *mirror.Options) { o.User = "bob" },
		} {
			err := f.reopened(change)
			if _, foreign := errors.AsType[*database.ForeignError](err); !foreign || !strings.Contains(err.Error(), "https://example.com shows to ann") {
				t.Errorf("another %s: %v", name, err)
			}
		}
		for name, change := range map[string]func(*mirror.Options){
			"another spelling": func(o *mirror.Options) { o.Server = "https://EXAMPLE.com.:0443" },
			"the same":         func(*mirror.Options) {}, "nobody named": func(o *mirror.Options) { o.User = "" },
			"to remove it": func(o *mirror.Options) { o.User, o.Anybody = "bob", true },
		} {
			if err := f.reopened(change); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// TestNone: a mirror is made only where that is asked for.
func TestNone(t *testing.T) {
	_, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		elsewhere := filepath.Join(t.TempDir(), "none.db")
		if database.OnServer(f.options.Address) {
			elsewhere = postgresAddress(t)
		}
		if err := f.reopened(func(o *mirror.Options) { o.Address, o.Make = elsewhere, false }); !errors.Is(err, mirror.ErrNone) {
			t.Errorf("where none is: %v", err)
		}
		if _, err := os.Stat(elsewhere); err == nil {
			t.Error("opening it made a file")
		}
	})
}

// TestNewer: what a later version of the program made is left alone.
func TestNewer(t *testing.T) {
	_, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		direct(t, f.options.Address, "update meta set value = '2' where name = 'version'")
		if err := f.reopened(func(*mirror.Options) {}); !errors.Is(err, mirror.ErrNewer) || !strings.Contains(err.Error(), "version 2") {
			t.Errorf("a newer one: %v", err)
		}
	})
}

// TestNotOurs: a database of something else is neither filled nor removed.
func TestNotOurs(t *testing.T) {
	_, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		elsewhere := filepath.Join(t.TempDir(), "theirs.db")
		if database.OnServer(f.options.Address) {
			elsewhere = postgresAddress(t)
			direct(t, f.options.Address, "create schema "+elsewhere[strings.LastIndex(elsewhere, "=")+1:])
		}
		direct(t, elsewhere, "create table objects (precious text)", "insert into objects values ('kept')")
		if !database.OnServer(elsewhere) {
			f.ok(os.Chmod(elsewhere, 0o600))
		}
		if err := f.reopened(func(o *mirror.Options) { o.Address = elsewhere }); !errors.Is(err, mirror.ErrNotOurs) {
			t.Errorf("theirs: %v", err)
		}
		options := f.options
		options.Address = elsewhere
		if err := mirror.Remove(t.Context(), options, false, nil); !errors.Is(err, mirror.ErrNotOurs) {
			t.Errorf("removing theirs: %v", err)
		}
		direct(t, elsewhere, "insert into objects values ('more')")
	})
}

// TestRemove removes all of a mirror, whoever it is for, and a new one can be made.
func TestRemove(t *testing.T) {
	entity, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		f.put(entity, "a", indexEntry("a", 1), `{}`, 0)
		direct(t, f.options.Address, "create view theirs as select 1 as one")
		f.ok(f.Close())
		options := f.options
		options.User = "bob"
		f.ok(mirror.Remove(t.Context(), options, false, nil))
		if err := f.reopened(func(o *mirror.Options) { o.Make = false }); !errors.Is(err, mirror.ErrNone) {
			t.Errorf("afterwards: %v", err)
		}
		f.open()
		if standings, err := f.EntityStatuses(t.Context()); err != nil || len(standings) != 0 {
			t.Errorf("the new one holds %v (%v)", standings, err)
		}
	})
}

// TestMakeAtOnce: several processes that begin the same mirror in the same moment all get it.
func TestMakeAtOnce(t *testing.T) {
	entity, catalog := things()
	onBoth(t, catalog, func(f *fixture) {
		t := f.t
		elsewhere := filepath.Join(t.TempDir(), "new.db")
		if database.OnServer(f.options.Address) {
			elsewhere = postgresAddress(t)
		}
		options := f.options
		options.Address, options.Now = elsewhere, noon
		var group sync.WaitGroup
		errs := make([]error, 8)
		for n := range errs {
			group.Go(func() {
				store, err := mirror.Open(t.Context(), options)
				if err == nil {
					err = errors.Join(store.MakeViews(t.Context()), store.Synced(t.Context(), entity, noon(), 0, 0, true), store.Close())
				}
				errs[n] = err
			})
		}
		group.Wait()
		f.ok(errors.Join(errs...))
	})
}

// TestFileModes: the mirror is for the user alone, in a folder that nobody else can look into; one
// that others can write to is not opened.
func TestFileModes(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there are no permission bits")
	}
	t.Parallel()
	entity, catalog := things()
	folder := filepath.Join(t.TempDir(), "mirrors")
	f := newFixture(t, filepath.Join(folder, "m.db"), catalog)
	f.put(entity, "a", indexEntry("a", 1), `{}`, 0)
	release, err := f.Lock(t.Context(), false, nil)
	f.ok(err)
	defer release()
	entries, err := os.ReadDir(folder)
	f.ok(err)
	if len(entries) < 4 { // with its log and shared memory, the lock and who holds it
		t.Errorf("only %v is there", entries)
	}
	for _, entry := range entries {
		info, err := entry.Info()
		f.ok(err)
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has the mode %s", entry.Name(), info.Mode())
		}
	}
	if info, err := os.Stat(folder); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("its folder has the mode %s (%v)", info.Mode(), err)
	}
	f.ok(os.Chmod(f.options.Address, 0o666))
	if err := f.reopened(func(*mirror.Options) {}); err == nil || !strings.Contains(err.Error(), "other users can change it") {
		t.Errorf("one that others can write to: %v", err)
	}
}

// TestOddPaths: a file may have any name.
func TestOddPaths(t *testing.T) {
	t.Parallel()
	entity, catalog := things()
	for _, name := range []string{"a b?c#d%41&mode=memory.db", "ünï.db", "a:b.db", "'\".db", "postgres:.db"} {
		path := filepath.Join(t.TempDir(), name)
		f := newFixture(t, path, catalog)
		f.put(entity, "a", indexEntry("a", 1), `{"number":"1"}`, 0)
		f.answers("select number from things", `{"number":"1"}`)
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestPlace: a password in an address is never shown, wherever it stands, nor what may be a part of
// one.
func TestPlace(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"/tmp/m.db":                                   "/tmp/m.db",
		"postgres://ann:sesame@host:5432/db":          "postgres://ann@host:5432/db",
		"postgres://ann@host/db?password=sesame":      "postgres://ann@host/db",
		"postgres://host/db?sslPassword=sesame&x=1":   "postgres://host/db?x=1",
		"postgresql://:sesame@host/db":                "postgresql://@host/db",
		"postgres://ann:ses%40me@host/db":             "postgres://ann@host/db",
		"postgres://ann:1/sesame@host/db":             "postgres://…",
		"postgres://ann:1?sesame@host/db":             "postgres://…",
		"postgres://ann:1#sesame@host/db":             "postgres://…",
		"postgres://ann:x@y/sesame@host/db":           "postgres://…",
		"postgres://ann:x@sesame@host/db":             "postgres://…",
		"postgres://sesame@y@host":                    "postgres://…",
		"postgres://ann:50%sesame@host/db":            "postgres://…",
		"postgres://ann:ses ame@host/db":              "postgres://…",
		"postgres://ann:[sesame@host/db":              "postgres://…",
		"postgres://ann:sesame@host/db?search_path=x": "postgres://ann@host/db?search_path=x",
	} {
		if got := database.Place(address); got != want {
			t.Errorf("%s is shown as %s, want %s", address, got, want)
		}
	}
}

// TestUnreachable: neither an address that cannot be read nor one that does not answer shows the
// password.
func TestUnreachable(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"postgres://ann:sesame@127.0.0.1:1/db", "postgres://ann:sesame@127.0.0.1:1/db?sslmode=nonsense", "postgres://ann:1/sesame@127.0.0.1:1/db",
		"postgres://ann:1?sesame@127.0.0.1:1/db", "postgres://127.0.0.1:1/db?password=sesame", "postgres://ann:%zzsesame@127.0.0.1:1/db",
		"postgres://ann:x@127.0.0.1:1/sesame@host/db", "postgres://ann@127.0.0.1:1/db?connect_timeout=sesame&password=sesame",
		"postgres://ann:x@sesame@127.0.0.1:1/db", "postgres://ann:x@sesame,y@127.0.0.1:1,127.0.0.1:2/db",
	} {
		_, err := mirror.Open(t.Context(), mirror.Options{Address: address, Catalog: &api.Catalog{}})
		if err == nil || strings.Contains(strings.ReplaceAll(err.Error(), "connect_timeout=sesame", ""), "sesame") {
			t.Errorf("%s: %v", address, err)
		}
	}
}

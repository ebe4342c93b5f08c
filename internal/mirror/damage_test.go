package mirror_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/mirror"
)

// damages are what may become of a file.
func damages() map[string]func([]byte) []byte {
	return map[string]func([]byte) []byte{
		"garbage":             func(b []byte) []byte { return bytes.Repeat([]byte("garbage "), len(b)/8) },
		"text":                func([]byte) []byte { return []byte("this is no database\n") },
		"cut in half":         func(b []byte) []byte { return b[:len(b)/2] },
		"cut within the head": func(b []byte) []byte { return b[:60] },
		"pages overwritten": func(b []byte) []byte {
			return append(b[:4096:4096], bytes.Repeat([]byte{0xa5}, len(b)-4096)...)
		},
	}
}

// damagedFile makes a mirror with many records and damages its file.
func damagedFile(t *testing.T, damage func([]byte) []byte) *fixture {
	t.Helper()
	entity, catalog := things()
	f := newFixture(t, sqliteAddress(t), catalog)
	for n := range 300 {
		f.put(entity, fmt.Sprint(n), indexEntry(fmt.Sprint(n), 1), `{"number":"`+strings.Repeat("x", 200)+`"}`, 0)
	}
	f.ok(f.Close())
	f.options.Own = true
	content, err := os.ReadFile(f.options.Address)
	f.ok(err)
	f.ok(os.WriteFile(f.options.Address, damage(content), 0o600))
	return f
}

// use opens a mirror and reads all of it.
func use(t *testing.T, options mirror.Options) (err error) {
	t.Helper()
	store, err := mirror.Open(t.Context(), options)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	if err := store.MakeViews(t.Context()); err != nil {
		return err
	}
	for _, err := range store.Objects(t.Context(), options.Catalog.Entities[0]) {
		if err != nil {
			return err
		}
	}
	return store.Check(t.Context())
}

// TestDamage: a damaged file is told as such, is not touched, and can be set aside: then a new mirror
// takes its place and the old file is kept.
func TestDamage(t *testing.T) {
	t.Parallel()
	for name, damage := range damages() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := damagedFile(t, damage)
			before, err := os.ReadFile(f.options.Address)
			f.ok(err)
			err = use(t, f.options)
			if damaged, ok := errors.AsType[*database.DamagedError](err); !ok || damaged.Place != f.options.Address {
				t.Fatalf("using it: %v", err)
			}
			after, err := os.ReadFile(f.options.Address)
			if err != nil || !bytes.Equal(before, after) {
				t.Errorf("using it changed the file (%v)", err)
			}
			aside, err := mirror.SetAside(t.Context(), f.options.Address, noon())
			if err != nil || aside != f.options.Address+".damaged-20260304T120000Z" {
				t.Errorf("it is set aside as %s (%v)", aside, err)
			}
			if kept, err := os.ReadFile(aside); err != nil || !bytes.Equal(before, kept) {
				t.Errorf("what was set aside is not as it was (%v)", err)
			}
			f.ok(use(t, f.options))
			if _, err := mirror.SetAside(t.Context(), f.options.Address, noon()); err == nil {
				t.Error("a second one takes the place of the first that was set aside")
			}
		})
	}
}

// TestDamageIsRemoved: a mirror that cannot be read can be removed.
func TestDamageIsRemoved(t *testing.T) {
	t.Parallel()
	for name, damage := range damages() {
		f := damagedFile(t, damage)
		if err := mirror.Remove(t.Context(), f.options, false, nil); err != nil || mirror.Exists(f.options.Address) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestNoDatabaseIsTouched: a file that cannot be read, where a user may keep any file, counts as
// somebody's own and not as a damaged mirror.
func TestNoDatabaseIsTouched(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"garbage", "text", "cut within the head"} {
		f := damagedFile(t, damages()[name])
		before, err := os.ReadFile(f.options.Address)
		f.ok(err)
		f.options.Own = false
		if err := use(t, f.options); !errors.Is(err, mirror.ErrNotOurs) {
			t.Errorf("%s: using it: %v", name, err)
		}
		if err := mirror.Remove(t.Context(), f.options, false, nil); !errors.Is(err, mirror.ErrNotOurs) {
			t.Errorf("%s: removing it: %v", name, err)
		}
		if after, err := os.ReadFile(f.options.Address); err != nil || !bytes.Equal(before, after) {
			t.Errorf("%s: the file is not as it was (%v)", name, err)
		}
	}
}

// TestQueriesTellDamage: a query that fails because the file is damaged is not taken for a wrong
// one.
func TestQueriesTellDamage(t *testing.T) {
	t.Parallel()
	f := damagedFile(t, func(b []byte) []byte {
		// The first pages hold the names of the tables, which are read when it is opened.
		return append(b[:len(b)/2:len(b)/2], bytes.Repeat([]byte{0xa5}, len(b)-len(b)/2)...)
	})
	store, err := mirror.Open(t.Context(), f.options)
	f.ok(err)
	f.Store = store
	t.Cleanup(func() { _ = store.Close() }) // nothing was written
	_, err = f.ask("select sum(length(body)) from objects")
	if _, damaged := errors.AsType[*database.DamagedError](err); !damaged {
		t.Errorf("asking: %v", err)
	}
}

// TestSetAsidePostgres: a database is mended by its own tools, and nothing is done to it.
func TestSetAsidePostgres(t *testing.T) {
	t.Parallel()
	if _, err := mirror.SetAside(t.Context(), "postgres://ann:sesame@host/db", time.Now()); err == nil || strings.Contains(err.Error(), "sesame") {
		t.Errorf("setting it aside: %v", err)
	}
}

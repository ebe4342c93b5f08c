package mirror_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/mirror"
)

// asRole gives an address with another user, whose password is that of all.
func asRole(address, role string) string {
	return strings.Replace(address, "mirror:mirror@", role+":mirror@", 1)
}

// powerOf asks as a role, and gives what it may do that is too much.
func powerOf(t *testing.T, options mirror.Options, role string, ask mirror.QuerierOptions) (*mirror.Querier, string) {
	t.Helper()
	options.Address, options.Make = asRole(options.Address, role), false
	store, err := mirror.Open(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	querier, err := store.OpenQuerier(t.Context(), ask)
	if power, ok := errors.AsType[*mirror.PowerError](err); ok {
		return nil, strings.Join(power.Powers, ", ")
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = querier.Close() })
	return querier, ""
}

// TestRolesThatCanDoMore: a role that may do what a reading transaction does not keep it from is refused,
// with what that is. One that may write, or only read, is not.
func TestRolesThatCanDoMore(t *testing.T) {
	entity, catalog := things()
	f := newFixture(t, postgresAddress(t), catalog)
	f.put(entity, "a", indexEntry("a", 1), `{"number":"1"}`, 0)
	admin := asRole(f.options.Address, "admin")
	_, schema, _ := strings.Cut(f.options.Address, "search_path=")
	name := func(role string) string { return fmt.Sprintf("%s_%s", schema, role) }
	reader := func(role string, then ...string) string {
		all := []string{
			"create role " + name(role) + " login password 'mirror'",
			"grant usage on schema " + schema + " to " + name(role), "grant select on all tables in schema " + schema + " to " + name(role),
		}
		direct(t, admin, append(all, then...)...)
		t.Cleanup(func() { direct(t, admin, "drop owned by "+name(role), "drop role "+name(role)) })
		return name(role)
	}
	if _, power := powerOf(t, f.options, "admin", mirror.QuerierOptions{}); power != "is a superuser" {
		t.Errorf("a superuser: %q", power)
	}
	for role, c := range map[string]struct{ then, power string }{
		"programs": {"grant pg_execute_server_program to %s", "is a member of pg_execute_server_program"},
		"files":    {"grant pg_read_server_files to %s", "is a member of pg_read_server_files"},
		"signals":  {"grant pg_signal_backend to %s", "is a member of pg_signal_backend"},
		"heir":     {"grant admin to %s", "may become the superuser admin"},
		"replica":  {"alter role %s replication", "may replicate"},
		"large":    {"grant execute on function lo_export(oid, text) to %s", "may call lo_export"},
	} {
		if _, power := powerOf(t, f.options, reader(role, fmt.Sprintf(c.then, name(role))), mirror.QuerierOptions{}); !strings.Contains(power, c.power) {
			t.Errorf("%s: %q, want %q", role, power, c.power)
		}
	}
	querier, power := powerOf(t, f.options, reader("reader"), mirror.QuerierOptions{})
	if power != "" {
		t.Fatalf("a reader: %q", power)
	}
	answer, err := querier.Query(t.Context(), "select number from things")
	f.ok(err)
	f.ok(answer.Close())
}

// TestPowerfulQueries: also as a superuser, who was let in, nothing is carried out that is no query.
func TestPowerfulQueries(t *testing.T) {
	_, catalog := things()
	f := newFixture(t, postgresAddress(t), catalog)
	querier, power := powerOf(t, f.options, "admin", mirror.QuerierOptions{Powerful: true})
	if power != "" {
		t.Fatalf("refused: %s", power)
	}
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o777); err != nil { // for the server, which is another user
		t.Fatal(err)
	}
	aside := filepath.Join(folder, "aside")
	for _, statement := range []string{
		"copy (select 1) to '" + aside + "'", "copy (select 1) to program 'touch " + aside + "'", "/* /* */ select 1 */ copy (select 1) to program 'touch " + aside + "'",
		"do $$ begin execute 'copy (select 1) to ''" + aside + "'''; end $$", "select 1; copy (select 1) to '" + aside + "'",
	} {
		if answer, err := querier.Query(t.Context(), statement); err == nil {
			t.Errorf("%s is taken", statement)
			_ = answer.Close()
		}
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) > 0 {
		t.Errorf("beside the mirror there is now %v (%v)", entries, err)
	}
}

// TestRolesThatMayNotRead: a mirror that a role has no right to is no missing one, and a role that does not
// inherit its rights may take on the one that has them.
func TestRolesThatMayNotRead(t *testing.T) {
	entity, catalog := things()
	f := newFixture(t, postgresAddress(t), catalog)
	f.put(entity, "a", indexEntry("a", 1), `{"number":"1"}`, 0)
	_, schema, _ := strings.Cut(f.options.Address, "search_path=")
	group, member, stranger := schema+"_group", schema+"_member", schema+"_stranger"
	admin := asRole(f.options.Address, "admin")
	direct(t, admin, "create role "+group, "create role "+member+" login noinherit password 'mirror'", "create role "+stranger+" login password 'mirror'",
		"grant "+group+" to "+member, "grant usage on schema "+schema+" to "+group+", "+stranger, "grant select on all tables in schema "+schema+" to "+group)
	t.Cleanup(func() {
		direct(t, admin, "drop owned by "+group+", "+member+", "+stranger, "drop role "+group+", "+member+", "+stranger)
	})
	open := func(role, parameter string) error {
		options := f.options
		options.Address, options.Make = asRole(options.Address, role)+parameter, false
		store, err := mirror.Open(t.Context(), options)
		if err == nil {
			f.ok(store.Close())
		}
		return err
	}
	for role, wanted := range map[string]string{member: "permission denied for schema " + schema, stranger: "permission denied for table"} {
		if err := open(role, ""); !errors.Is(err, database.ErrDenied) || !strings.Contains(err.Error(), wanted) {
			t.Errorf("%s: %v", role, err)
		}
	}
	f.ok(open(member, "&role="+group))
}

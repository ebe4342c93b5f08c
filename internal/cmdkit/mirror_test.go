package cmdkit_test

import (
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/hydrate/hydratetest"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// calling makes a machine whose server has three employees.
func calling(t *testing.T) (*machine, *hydratetest.Server) {
	t.Helper()
	m, employees := newMachine(t), hydratetest.NewServer(3)
	server := httptest.NewServer(employees)
	t.Cleanup(server.Close)
	m.variables["AIMSIO_URL"] = server.URL
	return m, employees
}

// synced makes a run that has a mirror with the employees.
func synced(t *testing.T, m *machine, further ...string) *cmdtest.Run {
	t.Helper()
	run := m.run(further...)
	store, err := run.OpenMirror(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	session, err := run.Session()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Sync(t.Context(), session.Service, hydratetest.Employees(t), mirror.SyncOptions{Begin: func(int) {}, Each: func(service.Fetched) error { return nil }}); err != nil {
		t.Fatal(err)
	}
	return run
}

// mirrorFlags reads the flags of a command that reads through the mirror.
func mirrorFlags(t *testing.T, run *cmdtest.Run, args ...string) (cmdkit.MirrorFlags, error) {
	t.Helper()
	var flags cmdkit.MirrorFlags
	_, err := command(t, func(cmd *cobra.Command) { flags.Add(run.Env, cmd, true) }, args...)
	return flags, err
}

// TestNoMirror: where none was made, reading goes to the server, and who asks for the mirror learns how to have one.
func TestNoMirror(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	run := m.run()
	flags, err := mirrorFlags(t, run)
	if err != nil {
		t.Fatal(err)
	}
	if store, err := run.ReadMirror(t.Context(), flags); store != nil || err != nil || run.Said.Len() > 0 {
		t.Errorf("%v, %v, said %q", store, err, run.Said)
	}
	offline, err := mirrorFlags(t, run, "--offline")
	if err != nil || !offline.Offline {
		t.Fatal(err)
	}
	_, err = run.ReadMirror(t.Context(), offline)
	refused(t, err, fail.Failed, "there is no mirror")
	if fail.HintOf(err) != `"aimsio sync" makes one` {
		t.Errorf("%q", fail.HintOf(err))
	}
	if _, err := os.Stat(m.variables["XDG_STATE_HOME"]); err == nil {
		t.Error("looking for a mirror makes a folder")
	}
}

// TestOpenMirror: it stands in the state folder under the name of the environment, for the user alone.
func TestOpenMirror(t *testing.T) {
	t.Parallel()
	m, _ := calling(t)
	run := synced(t, m)
	path := filepath.Join(m.variables["XDG_STATE_HOME"], "aimsio", "mirrors", "sandbox.db")
	for name, mode := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700 | os.ModeDir} {
		if info, err := os.Stat(name); err != nil || info.Mode() != mode {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
	run.Close()
	run = m.run()
	store, err := run.ReadMirror(t.Context(), cmdkit.MirrorFlags{})
	if err != nil || store == nil || store.Place() != path {
		t.Fatalf("%v, %v", store, err)
	}
	if ids, err := store.Resolve(t.Context(), hydratetest.Employees(t), "C2"); err != nil || !slices.Equal(ids, []string{"e2"}) {
		t.Errorf("%q, %v", ids, err)
	}
	for _, args := range [][]string{{"--no-mirror"}, {"--mirror", filepath.Join(t.TempDir(), "none.db")}} {
		other := m.run()
		flags, err := mirrorFlags(t, other, args...)
		if err != nil {
			t.Fatal(err)
		}
		if store, err := other.ReadMirror(t.Context(), flags); store != nil || err != nil {
			t.Errorf("%q: %v, %v", args, store, err)
		}
	}
}

// TestCopyMirror: a copy for one run is gone at its end, however that comes.
func TestCopyMirror(t *testing.T) {
	m, _ := calling(t)
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	for name, end := range map[string]func(*cmdtest.Run){
		"as usual": func(run *cmdtest.Run) { run.Close() },
		"cut off":  func(run *cmdtest.Run) { run.TempFiles.Remove() },
	} {
		run := m.run()
		store, err := run.CopyMirror(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(store.Place(), temporary) || len(names(t, temporary)) != 1 {
			t.Errorf("%s: it stands at %s", name, store.Place())
		}
		if other, err := run.ReadMirror(t.Context(), cmdkit.MirrorFlags{}); other != nil || err != nil {
			t.Errorf("%s: it is taken for the mirror, %v", name, err)
		}
		if end(run); len(names(t, temporary)) != 0 {
			t.Errorf("%s: %q is left", name, names(t, temporary))
		}
	}
	if _, err := m.run("AIMSIO_ENV=there").CopyMirror(t.Context()); cmdkit.KindOf(err) != fail.Usage {
		t.Errorf("%v", err)
	}
}

// TestMirrorElsewhere: a mirror stands where it is set, and the usual folder is not made for nothing.
func TestMirrorElsewhere(t *testing.T) {
	t.Parallel()
	m, _ := calling(t)
	path := filepath.Join(t.TempDir(), "new", "my.db")
	synced(t, m, "AIMSIO_MIRROR="+path)
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(m.variables["XDG_STATE_HOME"], "aimsio", "mirrors")); err == nil {
		t.Error("the usual folder is made too")
	}
}

// TestMirrorFlags: what cannot both be meant is refused.
func TestMirrorFlags(t *testing.T) {
	t.Parallel()
	run := newMachine(t).run()
	flags, err := mirrorFlags(t, run, "--no-mirror", "--offline")
	if err != nil {
		t.Fatal(err)
	}
	_, err = run.ReadMirror(t.Context(), flags)
	refused(t, err, fail.Usage, "--no-mirror reads from the server alone and --offline from the mirror alone: give one of them")
	_, err = mirrorFlags(t, run, "--mirror", "x.db", "--no-mirror")
	refused(t, err, fail.Usage, "--mirror has no effect beside --no-mirror")
	// Parameters of a call are for the server.
	offline := cmdkit.MirrorFlags{Offline: true}
	refused(t, offline.Disable(), fail.Usage, "--param is for the server: leave it out, or --offline")
	var plain cmdkit.MirrorFlags
	m, _ := calling(t)
	if err := plain.Disable(); err != nil {
		t.Error(err)
	}
	if store, err := synced(t, m).ReadMirror(t.Context(), plain); store != nil || err != nil {
		t.Errorf("%v, %v", store, err)
	}
	// A write notes what it wrote in the mirror, whatever it reads: --mirror beside --no-mirror has an effect there.
	var writing cmdkit.MirrorFlags
	cmd, err := command(t, func(cmd *cobra.Command) { writing.Add(run.Env, cmd, false) }, "--mirror", "x.db", "--no-mirror")
	if err != nil || cmd.Flags().Lookup("offline") != nil {
		t.Error(err)
	}
}

// TestMirrorOfOthers: what another user sees is not shown, and reading goes on at the server.
func TestMirrorOfOthers(t *testing.T) {
	t.Parallel()
	m, _ := calling(t)
	synced(t, m).Close()
	run := m.run("AIMSIO_USERNAME=somebody-else")
	if store, err := run.ReadMirror(t.Context(), cmdkit.MirrorFlags{}); store != nil || err != nil {
		t.Errorf("%v, %v", store, err)
	}
	if said := run.Said.String(); !strings.HasPrefix(said, "note: the mirror ") || !strings.Contains(said, "not what ") || !strings.HasSuffix(said, "shows to somebody-else; it is not used\n") {
		t.Errorf("%q", said)
	}
	_, err := run.ReadMirror(t.Context(), cmdkit.MirrorFlags{Offline: true})
	refused(t, err, fail.Usage, "shows to somebody-else")
	if !strings.Contains(fail.HintOf(err), "mirror clear") {
		t.Errorf("%q", fail.HintOf(err))
	}
	// What needs no server needs no user either.
	nobody := m.without("AIMSIO_USERNAME").run()
	if store, err := nobody.ReadMirror(t.Context(), cmdkit.MirrorFlags{Offline: true}); err != nil || store == nil {
		t.Errorf("%v", err)
	}
}

// TestDamagedMirror: it is no reason to read from the server in silence, since what is written is to be told it.
func TestDamagedMirror(t *testing.T) {
	t.Parallel()
	m, _ := calling(t)
	path := filepath.Join(m.variables["XDG_STATE_HOME"], "aimsio", "mirrors", "sandbox.db")
	write(t, path, "nothing that is a database")
	_, err := m.run().ReadMirror(t.Context(), cmdkit.MirrorFlags{})
	refused(t, err, fail.Failed, "is damaged")
	if !strings.Contains(fail.HintOf(err), "sync --rebuild") || !strings.Contains(fail.HintOf(err), "--no-mirror") {
		t.Errorf("%q", fail.HintOf(err))
	}
	// A write goes on, and says so.
	run := m.run()
	if told := run.OpenOwnWrites(t.Context()); told != nil || !strings.HasPrefix(run.Said.String(), "warning: the mirror does not learn what is written: the mirror "+path+" is damaged") {
		t.Errorf("%v, %q", told, run.Said)
	}
}

// TestMirrorErrors: each says of what kind it is, and what to do.
func TestMirrorErrors(t *testing.T) {
	t.Parallel()
	cause := errors.New("so it is")
	for name, test := range map[string]struct {
		err  error
		kind fail.Kind
		hint string
	}{
		"damaged":     {&database.DamagedError{Store: database.Mirror, Err: cause}, fail.Failed, "sync --rebuild"},
		"of others":   {&database.ForeignError{Store: database.Mirror}, fail.Usage, "mirror clear"},
		"in use":      {&mirror.BusyError{}, fail.Failed, "--wait waits"},
		"powerful":    {&mirror.PowerError{}, fail.Guarded, "--allow-superuser"},
		"unreachable": {&database.UnreachableError{Store: database.Mirror, Err: cause}, fail.Unreachable, "--no-mirror"},
		"no rights":   {database.ErrDenied, fail.Failed, "--no-mirror"},
		"no address":  {database.ErrAddress, fail.Usage, ""},
		"no mirror":   {mirror.ErrNotOurs, fail.Failed, "--mirror names another place"},
		"none":        {mirror.ErrNone, fail.Failed, "aimsio sync"},
		"newer":       {mirror.ErrNewer, fail.Failed, ""},
		"another":     {cause, fail.Failed, ""},
		"explained":   {fail.New(fail.NotFound, "look", "gone"), fail.NotFound, "look"},
	} {
		run := newMachine(t).run()
		for _, err := range []error{test.err, fmt.Errorf("reading: %w", test.err)} {
			got := run.MirrorError(err)
			if !errors.Is(got, test.err) || cmdkit.KindOf(got) != test.kind || (test.hint == "") != (fail.HintOf(got) == "") || !strings.Contains(fail.HintOf(got), test.hint) {
				t.Errorf("%s: %v of kind %d, hint %q", name, got, cmdkit.KindOf(got), fail.HintOf(got))
			}
		}
	}
	run := newMachine(t).run("AIMSIO_MIRROR=postgres://me@db.invalid/aimsio")
	if hint := fail.HintOf(run.MirrorError(database.ErrDenied)); !strings.HasPrefix(hint, "give the role usage on the schema") {
		t.Errorf("of a database: %q", hint)
	}
	if err := run.MirrorError(nil); err != nil {
		t.Error(err)
	}
}

// TestMirrorOptions: whose view of whose data a mirror holds follows from the environment.
func TestMirrorOptions(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	run := m.run("AIMSIO_DAY_ZONE=America/Edmonton")
	run.Command = "aimsio joborders list"
	options, err := run.MirrorOptions()
	if err != nil || options.Server != "https://sandbox.invalid/" || options.User != cmdtest.User || !options.Own || options.DayZone.String() != "America/Edmonton" ||
		options.Command != run.Command || options.Catalog != run.Catalog || options.Environment != "sandbox" || options.Make {
		t.Errorf("%+v, %v", options, err)
	}
	if options, err = m.run("AIMSIO_ENV=demo").MirrorOptions(); err != nil || options.User != cmdkit.DemoUser || filepath.Base(options.Address) != "demo.db" {
		t.Errorf("%+v, %v", options, err)
	}
	if options, err = m.run("AIMSIO_MIRROR=postgres://me@db.invalid/aimsio").MirrorOptions(); err != nil || options.Own || options.Address != "postgres://me@db.invalid/aimsio" {
		t.Errorf("%+v, %v", options, err)
	}
	for setting, value := range map[string]string{"AIMSIO_ENV": "there", "AIMSIO_DAY_ZONE": "Mars"} {
		run := m.run(setting + "=" + value)
		_, err := run.MirrorOptions()
		refused(t, err, fail.Usage, value)
		_, err = run.OpenMirror(t.Context(), true)
		refused(t, err, fail.Usage, value)
	}
}

// TestReportAge: who reads from the mirror alone learns how old that is, and of what it knows nothing.
func TestReportAge(t *testing.T) {
	t.Parallel()
	m, _ := calling(t)
	run := synced(t, m)
	store, err := run.ReadMirror(t.Context(), cmdkit.MirrorFlags{Offline: true})
	if err != nil {
		t.Fatal(err)
	}
	run.Now = func() time.Time { return time.Now().Add(50 * time.Hour) }
	if err := run.ReportAge(t.Context(), store, hydratetest.Employees(t)); err != nil || run.Said.String() != "from the mirror, which is 2d old\n" {
		t.Errorf("%v, said %q", err, run.Said)
	}
	err = run.ReportAge(t.Context(), store, entity(t, "joborders"))
	refused(t, err, fail.Failed, "has no joborders")
	if fail.HintOf(err) != `"aimsio sync joborders" reads them` {
		t.Errorf("%q", fail.HintOf(err))
	}
	// What was written since is not in it.
	run.OpenOwnWrites(t.Context()).Mark(t.Context(), hydratetest.Employees(t), []string{"e1"})
	if err := run.ReportAge(t.Context(), store, hydratetest.Employees(t)); err != nil || !strings.Contains(run.Said.String(), "warning: employees were written to ") {
		t.Errorf("%v, said %q", err, run.Said)
	}
}

// TestEntitiesAt: a path is of the entity whose path it begins with, whatever stands behind it.
func TestEntitiesAt(t *testing.T) {
	t.Parallel()
	catalog := &api.Catalog{Entities: []*api.Entity{
		{Name: "jobs", Operations: []api.Operation{{Path: "/v1/Job"}, {Path: "/v1/Job/{id}"}}},
		{Name: "jobtypes", Operations: []api.Operation{{Path: "/v1/JobType/"}}},
		{Name: "drafts", Operations: []api.Operation{{Path: "/v1/Job/{id}/draft"}}},
	}}
	for path, want := range map[string][]string{
		"/v1/Job":                        {"jobs", "drafts"},
		"/v1/Job/":                       {"jobs", "drafts"},
		"/v1/Job/7?x=/v1/JobType":        {"jobs", "drafts"},
		"/v1/JobType":                    {"jobtypes"},
		"https://h.invalid/v1/JobType/7": {"jobtypes"},
		"/v1/Job;v=2":                    {"jobs", "drafts"},
		"/v1/Jobs":                       nil,
		"/v2/Job":                        nil,
		"":                               nil,
		"%zz":                            nil,
	} {
		var got []string
		for _, one := range cmdkit.EntitiesAt(catalog, path) {
			got = append(got, one.Name)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}

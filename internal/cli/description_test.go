package cli

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/spec"
)

// entityNames are those of a description.
func entityNames(d spec.Description) string {
	var names []string
	for _, entity := range d.Catalog.Entities {
		names = append(names, entity.Name)
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

// TestChooseDescription: the description of the environment that the command line is about counts, else that of
// all, else the one that is built in.
func TestChooseDescription(t *testing.T) {
	t.Parallel()
	builtin := entityNames(spec.Description{Catalog: api.Builtin()})
	for name, test := range map[string]struct {
		imported             []string
		flag, variable, file string
		want                 string
	}{
		"none":                       {nil, "", "demo", "", builtin},
		"for all":                    {[]string{"=Wagon"}, "", "demo", "", "wagons"},
		"for all, no environment":    {[]string{"=Wagon"}, "", "", "", "wagons"},
		"of the flag":                {[]string{"=Wagon", "demo=Crane", "mock=Truck"}, "demo", "mock", "", "cranes"},
		"of the variable":            {[]string{"=Wagon", "demo=Crane", "mock=Truck"}, "", "mock", "env: demo\n", "trucks"},
		"of the configuration":       {[]string{"=Wagon", "demo=Crane"}, "", "", "env: demo\n", "cranes"},
		"of another":                 {[]string{"demo=Crane"}, "mock", "", "", builtin},
		"of another, none chosen":    {[]string{"demo=Crane"}, "", "", "", builtin},
		"in another letter case":     {[]string{"demo=Crane"}, "Demo", "", "", "cranes"},
		"an environment that is not": {[]string{"demo=Crane", "=Wagon"}, "there", "", "", "wagons"},
		"named by the configuration": {[]string{"=Wagon"}, "", "demo", "entities: [{path: /rest/Wagon, name: carts}]\n", "carts"},
	} {
		m := newMachine(t)
		delete(m.variables, "AIMSIO_ENV")
		if test.variable != "" {
			m.variables["AIMSIO_ENV"] = test.variable
		}
		if test.file != "" {
			m.configure(test.file)
		}
		for _, imported := range test.imported {
			environment, resource, _ := strings.Cut(imported, "=")
			m.imports(environment, resource)
		}
		system, _, _ := m.system()
		chosen := chooseDescription(test.flag, system)
		if got := entityNames(chosen); got != test.want || chosen.Err != nil || (chosen.Kept == nil) != (test.want == builtin) {
			t.Errorf("%s: %s, kept %v, %v", name, got, chosen.Kept, chosen.Err)
		}
	}
}

// TestNoState: where nothing can have been kept, nothing was imported.
func TestNoState(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	for _, name := range []string{"HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"} {
		delete(m.variables, name)
	}
	system, _, _ := m.system()
	if chosen := chooseDescription("", system); chosen.Kept != nil || chosen.Err != nil || len(chosen.Catalog.Entities) == 0 {
		t.Errorf("%+v", chosen)
	}
	write(t, filepath.Join(t.TempDir(), "file"), "")
	m.variables["AIMSIO_STATE_DIR"] = filepath.Join(t.TempDir(), "file", "below")
	if chosen := chooseDescription("", system); chosen.Kept != nil || chosen.Err != nil {
		t.Errorf("%+v", chosen)
	}
}

// damaged makes a machine whose imported description cannot be used.
func damaged(t *testing.T) *machine {
	t.Helper()
	m := newMachine(t)
	m.imports("", "Wagon")
	kept, err := filepath.Glob(filepath.Join(m.state(), spec.Folder, "*", "*"))
	if err != nil || len(kept) == 0 {
		t.Fatalf("nothing was imported: %v", err)
	}
	for _, path := range kept {
		write(t, path, "{")
	}
	return m
}

// TestDamagedDescription: to work with another one than was imported would be worse than not to work. What helps
// to mend it works.
func TestDamagedDescription(t *testing.T) {
	t.Parallel()
	m := damaged(t)
	for _, line := range []string{"joborders list", "joborders fields", "entities", "api GET JobOrder", "sync", "sql select", "mirror status"} {
		m.do(line).refused(t, line, fail.Usage, "error: the imported API description cannot be used: ")
	}
	got := m.do("joborders list -o json")
	got.refused(t, "as JSON", fail.Usage, `"hint":"import it again with \"aimsio spec import\", or go back to the built-in one with \"aimsio spec reset\""`)
	for line, warned := range map[string]bool{
		"version": true, "env list": true, "log": true, "completion bash": true, "help": true, "help joborders": true, "auth status": true,
		"": false, "--version": false, "__complete joborders l": false, "env list --quiet": false,
	} {
		got := m.do(line)
		if told := strings.Contains(got.err, "warning: the imported API description cannot be used, the built-in one stands in for it: "); told != warned || got.code == 2 || got.out == "" && line != "auth status" {
			t.Errorf("%q: code %d, warned %v, said %q", line, got.code, told, got.err)
		}
	}
	if got := m.do("spec reset"); got.code != 0 {
		t.Errorf("%+v", got)
	}
	if got := m.do("joborders list --limit 1"); got.code != 0 || got.out == "" {
		t.Errorf("after the reset: %+v", got)
	}
}

// TestDescriptionOutOfReach: what may not be looked at may be there.
func TestDescriptionOutOfReach(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" || os.Geteuid() == 0 {
		t.Skip("this user may look at everything")
	}
	m := newMachine(t)
	m.imports("", "Wagon")
	if err := os.Chmod(m.state(), 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(m.state(), 0o700) })
	system, _, _ := m.system()
	if chosen := chooseDescription("", system); !errors.Is(chosen.Err, os.ErrPermission) {
		t.Errorf("%+v", chosen)
	}
}

// TestImportedCommands: the commands follow from the description in use, and what it took away is told as that.
func TestImportedCommands(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.imports("demo", "Wagon")
	if got := m.do("wagons list --limit 1"); got.code != 0 || !strings.Contains(got.out, "number") {
		t.Errorf("%+v", got)
	}
	m.do("joborders list").refused(t, "an entity that is gone", fail.Usage, `has no entity "joborders" any more`)
	m.do("wagons delete x").refused(t, "a verb that never was", fail.Usage, `wagons have no verb "delete": they have list`)
	if got := m.do("joborders list --limit 1 --env sandbox --url"); got.code != 2 {
		t.Errorf("%+v", got)
	}
}

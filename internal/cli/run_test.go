package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// TestRun: a run prints data on standard output, and ends with 0.
func TestRun(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	if got := m.do("joborders list --limit 1 -o ndjson"); got.code != 0 || strings.Count(got.out, "\n") != 1 {
		t.Errorf("%+v", got)
	}
	m.do("joborders get no-such-guid").refused(t, "a record that is not there", fail.NotFound, `error: there is no job order "no-such-guid" in environment "demo"`)
	system, out, _ := m.system()
	if code := RunWith(&api.Catalog{Version: "9", Entities: []*api.Entity{{Name: "wagons", Title: "wagon", Resource: "Wagon"}}}, []string{"entities", "-o", "csv", "--columns", "name"}, system); code != 0 || out.String() != "name\nwagons\n" {
		t.Errorf("with a description of its own: code %d, printed %q", code, out)
	}
}

// TestErrorForm: a script gets its errors as it set its format, however wrong the line is; a person gets lines.
func TestErrorForm(t *testing.T) {
	t.Parallel()
	for line, asJSON := range map[string]bool{
		"joborders lst":                     false,
		"joborders lst -o json":             true,
		"-o JSON joborders lst":             true,
		"joborders list --no-such -o json":  true,
		"joborders list --no-such -ojson":   true,
		"joborders list --no-such":          false,
		"joborders lst -o ndjson":           false,
		"jobordres -o json":                 true,
		"joborders lst -o table|json":       false,
		"joborders lst|json":                true,
		"joborders list --limit x|json":     true,
		"joborders list --limit x -o yaml|": false,
	} {
		m := newMachine(t)
		line, set, _ := strings.Cut(line, "|")
		if set != "" {
			m.variables["AIMSIO_OUTPUT"] = set
		}
		got := m.do(line)
		var report map[string]cmdkit.Report
		parsed := json.Unmarshal([]byte(got.err), &report) == nil && report["error"].Code == 2 && report["error"].Message != ""
		if parsed != asJSON || got.code != 2 || got.out != "" || !asJSON && !strings.HasPrefix(got.err, "error: ") {
			t.Errorf("%s with %s: code %d, printed %q, said %q", line, set, got.code, got.out, got.err)
		}
	}
}

// TestErrorWithoutSecrets: an error that repeats a word of the command line does not repeat a password in it.
func TestErrorWithoutSecrets(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	for _, line := range []string{"postgres://me:hunter2@db/x", "joborders postgres://me:hunter2@db/x -o json", "joborders list userPassword=hunter2"} {
		if got := m.do(line); got.code != 2 || strings.Contains(got.err, "hunter2") || !strings.Contains(got.err, "***") {
			t.Errorf("%s: %+v", line, got)
		}
	}
}

// TestSilentEnd: whoever stopped reading gets no message either.
func TestSilentEnd(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	for _, asJSON := range []bool{false, true} {
		system, _, said := m.system()
		env := cmdkit.NewEnv(system, m.env().Described, nil)
		if asJSON {
			env.Flags.Output = "json"
		}
		if code := finish(env, cmdkit.WrapWrite(fail.ErrNoReader)); code != 141 || said.Len() > 0 {
			t.Errorf("code %d, said %q", code, said)
		}
		if code := finish(env, nil); code != 0 || said.Len() > 0 {
			t.Errorf("code %d, said %q", code, said)
		}
	}
}

// TestPanic: a fault of the program is one line with what to do, without what may be secret, and leaves no file half.
func TestPanic(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	half := filepath.Join(t.TempDir(), "half")
	write(t, half, "x")
	env := func(args ...string) (*cmdkit.Env, *bytes.Buffer) {
		system, _, said := m.system()
		made := cmdkit.NewEnv(system, m.env().Described, args)
		made.TempFiles.Add(half)
		made.Hide = append(made.Hide, func(words string) string { return strings.ReplaceAll(words, "s3cret", "***") })
		return made, said
	}
	a, said := env()
	code := endInPanic(a, errors.New("index out of range at s3cret and token=hunter2"))
	if lines := strings.Split(said.String(), "\n"); code != 1 || len(lines) != 3 || !strings.HasPrefix(lines[0], "error: this is a fault of aimsio 1.2.3 itself, which it cannot go on after: index out of range at ***") ||
		!strings.HasPrefix(lines[1], "hint: please report it") || strings.Contains(said.String(), "s3cret") || strings.Contains(said.String(), "hunter2") {
		t.Errorf("code %d, said %q", code, said)
	}
	if _, err := os.Stat(half); err == nil {
		t.Error("a file is left half")
	}
	a, said = env()
	a.Flags.Trace = "calls"
	if code := endInPanic(a, "oh"); code != 1 || !strings.Contains(said.String(), "run_test.go") {
		t.Errorf("with a trace: code %d, said %q", code, said)
	}
	a, said = env()
	if endInPanic(a, strings.Repeat("x", 10_000)); said.Len() > 1000 {
		t.Errorf("%d bytes are said", said.Len())
	}
	// What hides secrets may be what failed.
	a, said = env()
	a.Hide = []func(string) string{func(string) string { panic("again") }}
	if code := endInPanic(a, "s3cret"); code != 1 || strings.Contains(said.String(), "s3cret") || !strings.Contains(said.String(), "which it cannot go on after\n") {
		t.Errorf("code %d, said %q", code, said)
	}
}

// TestPanicEverywhere: also where the very thing is broken that says how errors are printed.
func TestPanicEverywhere(t *testing.T) {
	t.Parallel()
	for _, catalog := range []*api.Catalog{nil, api.Builtin()} {
		m := newMachine(t)
		system, _, said := m.system()
		system.Getenv = func(string) (string, bool) { panic("no variables") }
		run := func(args ...string) int {
			if catalog != nil {
				return RunWith(catalog, args, system)
			}
			return Run(args, system)
		}
		if code := run("joborders", "list"); code != 1 || !strings.HasPrefix(said.String(), "error: this is a fault of aimsio 1.2.3 itself, which it cannot go on after: no variables\n") {
			t.Errorf("code %d, said %q", code, said)
		}
	}
	m := newMachine(t)
	system, _, said := m.system()
	system.Now = func() time.Time { panic("no clock") }
	if code := Run([]string{"joborders", "list"}, system); code != 1 || !strings.Contains(said.String(), "after: no clock\n") {
		t.Errorf("code %d, said %q", code, said)
	}
}

// TestVerbsWhenNeeded: only entities that a command line names get their verbs, by any of their names.
func TestVerbsWhenNeeded(t *testing.T) {
	t.Parallel()
	for line, want := range map[string][]string{
		"joborders list":               {"joborders"},
		"joborder list":                {"joborders"},
		"--env demo job-orders list":   {"joborders"},
		"help invoices":                {"invoices"},
		"__complete timecards l":       {"timecards"},
		"version":                      nil,
		"api GET joborders --env demo": {"joborders"},
	} {
		needs := namedIn(strings.Fields(line))
		var got []string
		for _, entity := range api.Builtin().Entities {
			if needs(entity) {
				got = append(got, entity.Name)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
}

// TestReservedNames: no entity of an imported description can take the name of a command from it.
func TestReservedNames(t *testing.T) {
	t.Parallel()
	catalog := api.Builtin()
	reserved := cmdkit.ReservedNames()
	for _, command := range Commands(catalog).Commands() {
		if _, entity := catalog.Entity(command.Name()); entity {
			continue
		}
		for _, name := range append(command.Aliases, command.Name()) {
			if !slices.Contains(reserved, name) {
				t.Errorf("the command %s is not among the reserved names", name)
			}
		}
	}
}

// TestCommands: the tree for the reference has every entity with every verb that it has.
func TestCommands(t *testing.T) {
	t.Parallel()
	catalog := api.Builtin()
	root := Commands(catalog)
	for _, entity := range catalog.Entities {
		command, _, err := root.Find([]string{entity.Name})
		if err != nil {
			t.Fatal(err)
		}
		var verbs []string
		for _, sub := range command.Commands() {
			verbs = append(verbs, sub.Name())
		}
		want := slices.Clone(api.VerbNames(entity))
		slices.Sort(want)
		if !slices.Equal(verbs, want) || command.GroupID != groupEntities {
			t.Errorf("%s: %q, want %q", entity.Name, verbs, want)
		}
	}
}

// TestOfferedSafely: what completes an argument, anywhere in the tree, offers no word that a shell would run.
func TestOfferedSafely(t *testing.T) {
	t.Parallel()
	evil := func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return []string{"good", "$(reboot)", "a b"}, cmdkit.WordDone
	}
	root, sub, leaf := &cobra.Command{Use: "a", ValidArgsFunction: evil}, &cobra.Command{Use: "b"}, &cobra.Command{Use: "c", ValidArgsFunction: evil}
	root.AddCommand(sub)
	sub.AddCommand(leaf)
	offerSafely(root)
	for _, command := range []*cobra.Command{root, leaf} {
		if words, _ := command.ValidArgsFunction(command, nil, ""); !slices.Equal(words, []string{"good"}) {
			t.Errorf("%s offers %q", command.Name(), words)
		}
	}
	if sub.ValidArgsFunction != nil {
		t.Error("a command without completion has one")
	}
}

// TestStreams: standard error is for people wherever it leads; standard output is data, of which every byte counts.
func TestStreams(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	system, out, said := m.system()
	env := cmdkit.NewEnv(system, m.env().Described, nil)
	flush := connect(t.Context(), env)
	for _, piece := range []string{"a\x1b[2J", "\xe2\x82", "\xac", "\xe2\x82"} { // the last is half a character
		_, _ = env.Out.Write([]byte(piece))
		_, _ = env.Err.Write([]byte(piece))
	}
	flush()
	if out.String() != "a\x1b[2J€\xe2\x82" || said.String() != "a␛[2J€\ufffd" {
		t.Errorf("printed %q, said %q", out, said)
	}
}

package cmdkit_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// machine is one on which runs are made one after the other.
type machine struct {
	t         *testing.T
	variables map[string]string
}

// newMachine makes one that works with the environment sandbox, at a server. No call gets there.
func newMachine(t *testing.T) *machine {
	t.Helper()
	return &machine{t: t, variables: cmdtest.Variables(t, "https://sandbox.invalid/")}
}

// without takes variables away.
func (m *machine) without(names ...string) *machine {
	for _, name := range names {
		delete(m.variables, name)
	}
	return m
}

// run makes a run, to which further variables come as "NAME=value".
func (m *machine) run(further ...string) *cmdtest.Run {
	m.t.Helper()
	return cmdtest.New(m.t, m.variables, "", further...)
}

// configure writes the configuration.
func (m *machine) configure(text string) {
	m.t.Helper()
	write(m.t, filepath.Join(m.variables["XDG_CONFIG_HOME"], "aimsio", "config.yaml"), text)
}

// write makes a file for the user alone, and its folder.
func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// read gives what a file holds.
func read(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// names lists what a folder holds.
func names(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	all := make([]string, 0, len(entries))
	for _, entry := range entries {
		all = append(all, entry.Name())
	}
	return all
}

// entity gives one of the entities.
func entity(t *testing.T, name string) *api.Entity {
	t.Helper()
	found, ok := api.Builtin().Entity(name)
	if !ok {
		t.Fatalf("there are no %s", name)
	}
	return found
}

// refused fails a test unless an error is of a kind and says something.
func refused(t *testing.T, err error, kind fail.Kind, says string) {
	t.Helper()
	if err == nil || cmdkit.KindOf(err) != kind || !strings.Contains(err.Error(), says) {
		t.Errorf("error of kind %v: %v; want kind %v, and %q in it", cmdkit.KindOf(err), err, kind, says)
	}
}

// command makes a command, flags of which a test adds, and carries it out with arguments.
func command(t *testing.T, add func(*cobra.Command), args ...string) (*cobra.Command, error) {
	t.Helper()
	cmd := &cobra.Command{Use: "try", RunE: func(cmd *cobra.Command, _ []string) error { return cmdkit.CheckFlagPairs(cmd.Flags()) }}
	if add != nil {
		add(cmd)
	}
	return cmd, cmdtest.Do(t.Context(), cmd, args...)
}

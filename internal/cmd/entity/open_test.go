//go:build !windows

package entity

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// open carries out "open" with a configuration in which the environment has a web address for employees, none where it is "".
func (b *bench) open(template string, args ...string) ended {
	b.t.Helper()
	entry := ""
	if template != "" {
		entry = "\n    web: {employee: '" + template + "'}"
	}
	file := filepath.Join(b.t.TempDir(), "config.yaml")
	content := "env: acme\nenvironments:\n  - name: acme\n    url: " + b.variables["AIMSIO_URL"] + "/" + entry + "\n"
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		b.t.Fatal(err)
	}
	b.variables["AIMSIO_CONFIG"], b.variables["AIMSIO_ENV"] = file, "acme"
	return b.with("", "", func(env *cmdkit.Env, _ *api.Entity) *cobra.Command { return NewOpenCommand(env) }, args...)
}

// TestOpenPrints the address of a record with one call, by its GUID or with a mirror by its key, and with none offline.
func TestOpenPrints(t *testing.T) {
	t.Parallel()
	b := start(t, 2)
	const template, address = "https://app.example/#/people/{employeeGuid}?code={employeeCode}", "https://app.example/#/people/e1?code=C1\n"
	b.Put("e1", "C1", 1)
	got := b.open(template, "employees", "e1", "--print")
	if got.err != nil || got.printed != address || got.said != "" {
		t.Errorf("%v\n%s%s", got.err, got.printed, got.said)
	}
	same(t, "calls", b.Calls(), "e1")
	b.sync()
	for _, args := range [][]string{{"C1"}, {"C1", "--offline"}} {
		if got := b.open(template, append([]string{"employee", "--print"}, args...)...); got.err != nil || got.printed != address {
			t.Errorf("%v: %v\n%s", args, got.err, got.printed)
		}
	}
	same(t, "calls with a mirror and offline", b.Calls(), "e1")
}

// TestOpenRefuses: what has no address is told, and nothing is opened or printed.
func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	b := start(t, 1)
	for _, c := range []struct {
		template, word, says string
		kind                 fail.Kind
		calls                int
	}{
		{"", "e1", "nobody has said what the web address of an employee is", fail.Usage, 0},
		{"https://app.example/{nope}", "e1", `employees have no field "nope"`, fail.Usage, 0},
		{"javascript:{employeeGuid}", "e1", "https:// and the host stand at its beginning", fail.Failed, 0},
		{"https://app.example/{employeeGuid}", "e9", `there is no employee "e9"`, fail.NotFound, 1},
		{"https://app.example/{employeeGuid}", " ", "is empty", fail.Usage, 0},
		{"https://app.example/{employeeEmail}", "e1", "employeeEmail of the record is empty", fail.Failed, 1},
	} {
		got := b.open(c.template, "employees", c.word, "--print")
		if got.err == nil || c.kind != fail.Failed && !fail.Is(got.err, c.kind) || !strings.Contains(got.err.Error(), c.says) || got.printed != "" || len(b.Calls()) != c.calls {
			t.Errorf("%s, %q: %v\n%s", c.template, c.word, got.err, got.printed)
		}
	}
	if got := b.open("", "nobodies", "e1"); !fail.Is(got.err, fail.Usage) {
		t.Errorf("an unknown entity: %v", got.err)
	}
	if got := b.open("", "employees"); !fail.Is(got.err, fail.Usage) {
		t.Errorf("without a record: %v", got.err)
	}
}

// TestOpenShows the page by the user's program, which has its address as one word, and says so where no data go.
func TestOpenShows(t *testing.T) {
	b := start(t, 1)
	b.variables["BROWSER"] = "echo shown"
	got := b.open("https://app.example/{employeeGuid}", "employees", "e1")
	if got.err != nil || got.printed != "" || got.said != "opening https://app.example/e1\nshown https://app.example/e1\n" {
		t.Errorf("%v\n%s%s", got.err, got.printed, got.said)
	}
	b.variables["BROWSER"] = "false"
	got = b.open("https://app.example/{employeeGuid}", "employees", "e1")
	if !fail.Is(got.err, fail.Failed) || !strings.Contains(fail.HintOf(got.err), "--print") {
		t.Errorf("%v, hint %q", got.err, fail.HintOf(got.err))
	}
}

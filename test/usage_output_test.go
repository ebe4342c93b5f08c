package test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/test/harness"
)

// usageFormats are all ways to print.
func usageFormats() [][]string {
	return [][]string{{"-o", "table"}, {"-o", "json"}, {"-o", "ndjson"}, {"-o", "csv"}, {"-o", "yaml"}, {"-o", "json", "--jq", "."}, {"-o", "ndjson", "--jq", "."}}
}

// TestUsageErrorsPrintNothing: whatever is wrong with a command line, and however late that can be known,
// standard output stays empty and the exit code is 2. No such command writes anything.
func TestUsageErrorsPrintNothing(t *testing.T) {
	t.Parallel()
	harness.OneByOne(t)
	server, calls := simulated(t, nil)
	environment := variables(t, server)
	if got := run(environment, "sync", "joborders", "employees", "-q"); got.code != 0 {
		t.Fatal(got.err)
	}
	employee := strings.TrimSuffix(employeeHeader+employeeRow(1), "\n")
	if got := run(environment, "employees", "create", "-f", fileWith(t, "e.csv", employee)); got.code != 0 {
		t.Fatal(got.err)
	}
	written := strings.Fields(run(environment, "log", "-o", "csv", "--no-header", "--columns", "run").out)
	guid := strings.TrimSpace(run(environment, "joborders", "list", "--limit", "1", "-q", "-o", "ndjson", "--jq", ".guid").out)
	calls.forget()
	file := fileWith(t, "employees.csv", employeeHeader+employeeRow(2))
	const far = "zzzzzzzz"
	for _, command := range [][]string{
		{"joborders", "list", "--columns", far},
		{"joborders", "list", "--filter", far + "=1"},
		{"joborders", "list", "--filter", far + "!=1"},
		{"joborders", "list", "--sort", far},
		{"joborders", "list", "--sort", "-" + far},
		{"joborders", "list", "--columns", "guid," + far, "--limit", "1"},
		{"joborders", "list", "--full", "--columns", "jobNumber," + far},
		{"joborders", "list", "--full", "--columns", far, "--limit", "2"},
		{"joborders", "list", "--full", "--filter", far + "=1"},
		{"joborders", "list", "--full", "--filter", far + "!=1"},
		{"joborders", "list", "--full", "--sort", far},
		{"joborders", "list", "--full", "--no-mirror", "--columns", far},
		{"joborders", "list", "--full", "--offline", "--columns", far},
		{"joborders", "list", "--full", "--offline", "--filter", far + "!=1"},
		{"joborders", "list", "--full", "--offline", "--sort", far},
		{"joborders", "list", "--full", "--columns", "jobCrewList.nonsense"},
		{"joborders", "list", "--full", "--filter", "jobCrewList.nonsense!=1"},
		{"joborders", "list", "--full", "--sort", "jobWBSSchedule.nonsense"},
		{"joborders", "list", "--full", "--columns", "jobWBSSchedule.nonsense"},
		{"joborders", "list", "--columns", "jobNumber"},
		{"joborders", "get", guid, "--columns", far},
		{"joborders", "get", guid, guid, "--columns", far},
		{"joborders", "get", guid, "--columns", "jobCrewList.nonsense"},
		{"joborders", "get", guid, "--offline", "--columns", far},
		{"joborders", "fields", "--columns", far},
		{"joborders", "template", "--columns", far},
		{"employees", "create", "-f", file, "--columns", far},
		{"employees", "update", "-f", file, "--columns", far},
		{"invoices", "update-status", "x", "--status", "Approved", "--columns", far},
		{"sync", "joborders", "--columns", far},
		{"changes", "--columns", far},
		{"changes", "nosuch"},
		{"sql", "select 1 as one", "--columns", far},
		{"sql", "select nosuch from joborders"},
		{"sql", "select 1; select nosuch from joborders"},
		{"sql", "select 1 as one; select 2 as two", "--columns", "one"},
		{"mirror", "status", "--columns", far},
		{"mirror", "schema", "--columns", far},
		{"mirror", "schema", "nosuch"},
		{"log", "--columns", far},
		{"log", "--since", "31 Foo"},
		{"log", "show", written[0], "--columns", far},
		{"env", "list", "--columns", far},
		{"env", "show", "--columns", far},
		{"env", "show", "nosuch"},
		{"auth", "status", "--columns", far},
		{"spec", "show", "--columns", far},
		{"spec", "show", "--changes", "--columns", far},
		{"entities", "--columns", far},
		{"doctor", "--columns", far},
	} {
		for _, format := range usageFormats() {
			args := slices.Concat(command, format)
			if got := run(environment, args...); got.code != 2 || got.out != "" {
				t.Errorf("%q: code %d, standard output %q, error %q", args, got.code, got.out, got.err)
			}
		}
	}
	if n := calls.posts(); n != 0 {
		t.Errorf("%d calls wrote", n)
	}
	for _, format := range usageFormats() {
		if got := run(environment, append([]string{"log", "show", "nope"}, format...)...); got.code != 4 || got.out != "" {
			t.Errorf("log show of no run, %q: %+v", format, got)
		}
	}
}

// TestSpecImportLooksAtItsFlagsFirst: what cannot be printed is known before anything is kept.
func TestSpecImportLooksAtItsFlagsFirst(t *testing.T) {
	t.Parallel()
	environment := variables(t, "http://127.0.0.1:1")
	file := fileWith(t, "openapi.yaml", string(api.Description()))
	for _, flags := range [][]string{{"--columns", "zzzzzzzz"}, {"--jq", ".["}, {"--out", "x.xls"}} {
		if got := runReal(environment, "", append([]string{"spec", "import", file}, flags...)...); got.code != 2 || got.out != "" {
			t.Errorf("%q: %+v", flags, got)
		}
		if got := runReal(environment, "", "spec", "show", "-o", "csv"); !strings.Contains(got.err, "built in") {
			t.Errorf("%q: %s", flags, got.err)
		}
	}
}

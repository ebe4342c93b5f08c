package test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestMissingInputFiles: a file to read that is not there, or is a folder, is a mistake of the command line
// in every command: exit code 2, nothing on standard output, nothing sent.
func TestMissingInputFiles(t *testing.T) {
	t.Parallel()
	server, calls := simulated(t, nil)
	environment := variables(t, server)
	folder := t.TempDir()
	for _, name := range []string{filepath.Join(folder, "missing.csv"), filepath.Join(folder, "no", "missing.json"), folder} {
		for _, args := range [][]string{
			{"employees", "create", "-f", name},
			{"employees", "create", "-f", name, "--dry-run"},
			{"employees", "update", "-f", name},
			{"timecards", "update-status", "-f", name, "--status", "Approved"},
			{"employees", "create", "-f", fileWith(t, "e.csv", employeeHeader+employeeRow(1)), "--resume", name},
			{"api", "POST", "Employee", "-f", name},
			{"spec", "import", name},
			{"spec", "diff", name},
		} {
			for _, format := range usageFormats()[:2] {
				got := run(environment, append(args, format...)...)
				if args[0] == "api" {
					got = run(environment, args...)
				}
				if got.code != 2 || got.out != "" || !strings.Contains(got.err, filepath.Base(name)) {
					t.Errorf("%q: %+v", args, got)
				}
			}
		}
		if got := run(with(environment, "AIMSIO_CA_FILE="+name), "joborders", "list"); got.code != 2 || got.out != "" {
			t.Errorf("ca_file %s: %+v", name, got)
		}
	}
	if n := len(calls.all()); n != 0 {
		t.Errorf("%d calls", n)
	}
}

// TestEndingsOfOut: a file is never given a name that promises what is not in it, unless -o says so.
func TestEndingsOfOut(t *testing.T) {
	t.Parallel()
	server, calls := simulated(t, nil)
	environment := variables(t, server)
	for _, c := range []struct {
		name string
		code int
		args string
	}{
		{"jobs.txt", 2, ""}, {"jobs.parquet", 2, ""}, {"jobs.csv.gz", 2, ""}, {"jobs.json", 0, ""}, {"jobs.CSV", 0, ""}, {"jobs.jsonl", 0, ""}, {"jobs", 0, ""}, {".jobs", 0, ""},
		{"jobs.txt", 0, "-o csv"}, {"jobs.2026", 0, "-o json"}, {"numbers.txt", 0, "--jq .[].guid"}, {"jobs.txt", 2, "--excel"},
	} {
		path := filepath.Join(t.TempDir(), c.name)
		got := run(environment, append([]string{"joborders", "list", "--out", path}, strings.Fields(c.args)...)...)
		_, err := os.Stat(path)
		if got.code != c.code || got.out != "" || (err == nil) != (c.code == 0) {
			t.Errorf("%s %s: %+v (%v)", c.name, c.args, got, err)
		}
	}
	calls.forget()
	// A setting is none that was made for this file.
	for _, args := range [][]string{{"joborders", "list"}, {"entities"}, {"log"}, {"joborders", "template"}, {"sync"}} {
		if got := run(with(environment, "AIMSIO_OUTPUT=csv"), append(args, "--out", filepath.Join(t.TempDir(), "a.txt"))...); got.code != 2 || !strings.Contains(got.err, "-o FORMAT") {
			t.Errorf("%q: %+v", args, got)
		}
	}
	if n := len(calls.all()); n != 0 {
		t.Errorf("%d calls", n)
	}
	// api writes the answer as it came, into a file of any name.
	if got := run(environment, "api", "GET", "JobOrder", "--out", filepath.Join(t.TempDir(), "a.txt")); got.code != 0 {
		t.Errorf("api: %+v", got)
	}
}

// TestInputNamesAFormat in every command; the old use in api says what to write instead.
func TestInputNamesAFormat(t *testing.T) {
	t.Parallel()
	server, calls := simulated(t, nil)
	body := fileWith(t, "body.json", `{"companyList":[]}`)
	got := run(variables(t, server), "api", "POST", "Company", "--input", body)
	if got.code != 2 || got.out != "" || !strings.Contains(got.err, "aimsio api POST Company -f "+body) {
		t.Errorf("%+v", got)
	}
	if n := len(calls.all()); n != 0 {
		t.Errorf("%d calls", n)
	}
}

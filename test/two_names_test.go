//go:build unix

package test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTwoNamesOfOneFile: a file that a write reads or writes is known under every name, and nothing is sent
// or lost where two of its flags mean the same one.
func TestTwoNamesOfOneFile(t *testing.T) {
	t.Parallel()
	calls := 0
	server := serving(t, func(http.ResponseWriter, *http.Request) { calls++ })
	environment := variables(t, server)
	home := environment["HOME"]
	const rows = "employeeCode,employeeFirstName\nE-1,Ann\n"
	input := writeFile(t, environment, "in/x.csv", rows)
	old := writeFile(t, environment, "in/old.ndjson", "old\n")
	links := map[string]string{"folder": "in", "link.csv": "in/x.csv", "dangling": "in/new", "old-link": "in/old.ndjson"}
	for name, target := range links {
		if err := os.Symlink(target, filepath.Join(home, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Link(input, filepath.Join(home, "hard.csv")); err != nil {
		t.Fatal(err)
	}
	at := func(name string) string { return home + "/" + name }
	for _, flags := range [][2][2]string{
		{{"-f", "in/x.csv"}, {"--rejects", "in/x.csv"}},
		{{"-f", "in/x.csv"}, {"--results", "in/../in/x.csv"}},
		{{"-f", "in/x.csv"}, {"--rejects", "folder/x.csv"}},
		{{"-f", "in/x.csv"}, {"--results", "link.csv"}},
		{{"-f", "link.csv"}, {"--out", "in/x.csv"}},
		{{"-f", "in/x.csv"}, {"--out", "hard.csv"}},
		{{"-f", "in/x.csv"}, {"--results", "hard.csv"}},
		{{"--results", "in/new"}, {"--rejects", "folder/new"}},
		{{"--results", "in/new"}, {"--rejects", "dangling"}},
		{{"--out", "dangling"}, {"--results", "in/./new"}},
		{{"--out", "in/old.ndjson"}, {"--results", "old-link"}},
	} {
		arguments := []string{"employees", "create", "--no-validate", flags[0][0], at(flags[0][1]), flags[1][0], at(flags[1][1])}
		if flags[0][0] != "-f" {
			arguments = append(arguments, "-f", input)
		}
		got := run(environment, arguments...)
		if got.code != 2 || got.out != "" || !strings.Contains(got.err, "name the same file") || !strings.Contains(got.err, flags[1][0]) {
			t.Errorf("%v: %+v", flags, got)
		}
	}
	for path, want := range map[string]string{input: rows, old: "old\n"} {
		if content, err := os.ReadFile(path); err != nil || string(content) != want {
			t.Errorf("%s holds %q, %v", path, content, err)
		}
	}
	if _, err := os.Lstat(at("in/new")); err == nil || calls > 0 {
		t.Errorf("%d calls were made, or a file: %v", calls, err)
	}
}

// TestRedirectedStreams: a stream that leads to a file is one of its names.
func TestRedirectedStreams(t *testing.T) {
	t.Parallel()
	environment := variables(t, serving(t, func(http.ResponseWriter, *http.Request) { t.Error("a call was made") }))
	input := writeFile(t, environment, "x.csv", "employeeCode\nE-1\n")
	stdin, err := os.Open(input)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = stdin.Close() }()
	reads := process(environment, "employees", "create", "--no-validate", "-f", "-", "--input", "csv", "--rejects", input)
	reads.Stdin = stdin
	if output, err := reads.CombinedOutput(); reads.ProcessState.ExitCode() != 2 || !strings.Contains(string(output), "name the same file") {
		t.Errorf("%v: %s", err, output)
	}
	results := filepath.Join(environment["HOME"], "results.ndjson")
	for _, out := range [][]string{nil, {"--out", "/dev/stdout"}} {
		stdout, err := os.Create(results)
		if err != nil {
			t.Fatal(err)
		}
		writes := process(environment, append([]string{"employees", "create", "--no-validate", "-f", input, "--results", results}, out...)...)
		var said strings.Builder
		writes.Stdout, writes.Stderr = stdout, &said
		if err := writes.Run(); writes.ProcessState.ExitCode() != 2 || !strings.Contains(said.String(), "standard output and --results name the same file") {
			t.Errorf("%v: %s", err, said.String())
		}
		_ = stdout.Close()
	}
	if content, err := os.ReadFile(input); err != nil || string(content) != "employeeCode\nE-1\n" {
		t.Errorf("the input is %q, %v", content, err)
	}
}

// TestOneRunForEachFile: while a run writes its results or rejects, no other run may, whatever name it
// calls them by, and the first one loses nothing.
func TestOneRunForEachFile(t *testing.T) {
	t.Parallel()
	for _, flag := range []string{"--results", "--rejects", "--resume"} {
		t.Run(flag, func(t *testing.T) {
			t.Parallel()
			arrived, goOn := make(chan bool, 1), make(chan bool)
			server := serving(t, func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodPost {
					arrived <- true
					<-goOn
				}
				_, _ = fmt.Fprint(w, "[]")
			})
			environment := variables(t, server)
			input := writeFile(t, environment, "x.csv", "employeeCode,employeeFirstName\nE-1,Ann\n")
			kept := writeFile(t, environment, "kept", "")
			other := filepath.Join(environment["HOME"], "other")
			if err := os.Link(kept, other); err != nil {
				t.Fatal(err)
			}
			first := process(environment, "employees", "create", "--no-validate", "-f", input, flag, kept)
			var said strings.Builder
			first.Stderr = &said
			if err := first.Start(); err != nil {
				t.Fatal(err)
			}
			ended := make(chan error, 1)
			go func() { ended <- first.Wait() }()
			select {
			case <-arrived:
			case err := <-ended:
				t.Fatalf("the first run made no call: %v: %s", err, said.String())
			}
			second := run(environment, "employees", "create", "--no-validate", "-f", input, flag, other)
			if second.code != 2 || !strings.Contains(second.err, "another run is writing to "+flag) || second.out != "" {
				t.Errorf("the second run: %+v", second)
			}
			close(goOn)
			<-ended // what the server answered leaves its outcome open
			if content, err := os.ReadFile(kept); err != nil || flag != "--rejects" && !strings.Contains(string(content), "E-1") {
				t.Errorf("the first run kept %q, %v", content, err)
			}
		})
	}
}

// TestOutOverLinks: --out writes what a link leads to, also where nothing is there yet, and leaves the
// link; and a device or a stream is written to as it is.
func TestOutOverLinks(t *testing.T) {
	t.Parallel()
	environment := variables(t, answering(t, `[{"guid":"1"}]`, `{}`))
	home := environment["HOME"]
	for name, target := range map[string]string{"link.json": "there.json", "dangling.json": "new.json", "away.json": "folder/new.json"} {
		if err := os.Symlink(target, filepath.Join(home, name)); err != nil {
			t.Fatal(err)
		}
	}
	writeFile(t, environment, "there.json", "old")
	writeFile(t, environment, "folder/x", "")
	for name, target := range map[string]string{"link.json": "there.json", "dangling.json": "new.json", "away.json": "folder/new.json"} {
		got := run(environment, "joborders", "list", "-o", "json", "--out", filepath.Join(home, name))
		content, err := os.ReadFile(filepath.Join(home, target))
		if got.code != 0 || err != nil || !strings.Contains(string(content), `"guid"`) {
			t.Errorf("%s: %+v, %q, %v", name, got, content, err)
		}
		if info, err := os.Lstat(filepath.Join(home, name)); err != nil || info.Mode()&os.ModeSymlink == 0 {
			t.Errorf("%s is no link any more", name)
		}
	}
	for _, device := range []string{"/dev/stdout", "/dev/fd/1", "/dev/null"} {
		output, err := process(environment, "joborders", "list", "-o", "json", "--out", device).Output()
		if err != nil || strings.Contains(string(output), "guid") == (device == "/dev/null") {
			t.Errorf("%s: %q, %v", device, output, err)
		}
	}
	file, err := os.Create(filepath.Join(home, "redirected"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	redirected := process(environment, "joborders", "list", "-o", "json", "--out", "/dev/fd/3")
	redirected.ExtraFiles = []*os.File{file}
	if output, err := redirected.CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, output)
	}
	if content, err := os.ReadFile(file.Name()); err != nil || !strings.Contains(string(content), `"guid"`) {
		t.Errorf("/dev/fd/3: %q, %v", content, err)
	}
	if os.Geteuid() == 0 {
		if err := os.Chown(filepath.Join(home, "folder", "new.json"), 12345, 12345); err != nil {
			t.Fatal(err)
		}
		if got := run(environment, "joborders", "list", "--out", filepath.Join(home, "away.json")); got.code != 2 || !strings.Contains(got.err, "name that file itself") {
			t.Errorf("onto a link to a file of somebody else: %+v", got)
		}
	}
}

package tools

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// today is the day on which the tests simulate.
func today() time.Time { return time.Date(2026, 12, 24, 10, 0, 0, 0, time.UTC) }

// simulating is what "simulate" needs, with its demo in a folder of the test.
func simulating(t *testing.T, variables map[string]string) (*cmdtest.Run, *simulateOptions) {
	t.Helper()
	run := cmdtest.New(t, variables, "")
	store := filepath.Join(t.TempDir(), "demo.ndjson")
	return run, &simulateOptions{
		Streams: run.Streams, catalog: run.Catalog, getenv: run.Getenv, now: today, jobs: 2, addr: "127.0.0.1:0",
		demoStore: func() (string, error) { return store, nil },
	}
}

// started runs a simulator until the test ends, and gives the only line that it prints.
func started(t *testing.T, o *simulateOptions) string {
	t.Helper()
	reader, writer := io.Pipe()
	o.Out = writer
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		err := runSimulate(ctx, o)
		_ = writer.CloseWithError(err)
		ended <- err
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("it ends with %v", err)
		}
	})
	lines := bufio.NewScanner(reader)
	if !lines.Scan() {
		t.Fatalf("it prints no address: %v", lines.Err())
	}
	return lines.Text()
}

// status asks for the jobs as somebody, and gives how that is answered.
func status(t *testing.T, address, user, password string) int {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address+api.Builtin().Prefix()+"JobOrder", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.SetBasicAuth(user, password)
	answer, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode
}

// TestSimulate serves at the address that it prints, logs what it is asked, and ends in peace.
func TestSimulate(t *testing.T) {
	t.Parallel()
	run, o := simulating(t, cmdtest.Variables(t, ""))
	o.log = filepath.Join(t.TempDir(), "requests.log")
	address := started(t, o)
	if !strings.HasPrefix(address, "http://127.0.0.1:") || strings.HasSuffix(address, ":0") {
		t.Fatalf("it prints %q", address)
	}
	if got := status(t, address, "anybody", "anything"); got != http.StatusOK {
		t.Errorf("status %d", got)
	}
	if content, err := os.ReadFile(o.log); err != nil || !strings.Contains(string(content), "JobOrder") {
		t.Errorf("%v, logged %s", err, content)
	}
	if info, err := os.Stat(o.log); err != nil || info.Mode().Perm() != 0o600 && runtime.GOOS != "windows" {
		t.Errorf("the log: %v, %v", info, err)
	}
	if !strings.Contains(run.Said.String(), "Ctrl-C ends it") {
		t.Errorf("said %s", run.Said)
	}
}

// TestSimulateALogin lets only those in who have it.
func TestSimulateALogin(t *testing.T) {
	t.Parallel()
	_, o := simulating(t, cmdtest.Variables(t, ""))
	o.login = true
	address := started(t, o)
	for password, want := range map[string]int{cmdtest.Password: http.StatusOK, "another": http.StatusUnauthorized} {
		if got := status(t, address, cmdtest.User, password); got != want {
			t.Errorf("%s: status %d", password, got)
		}
	}
}

func TestSimulateRefuses(t *testing.T) {
	t.Parallel()
	taken, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	for says, change := range map[string]func(*simulateOptions){
		"--as-of: ":                       func(o *simulateOptions) { o.asOf = "someday" },
		"--fault: ":                       func(o *simulateOptions) { o.faults = []string{"503=2%", "teapot"} },
		"--require-login needs":           func(o *simulateOptions) { o.login, o.getenv = true, func(string) (string, bool) { return "", false } },
		"--addr " + taken.Addr().String(): func(o *simulateOptions) { o.addr = taken.Addr().String() },
		"--store":                         func(o *simulateOptions) { o.log, o.store = "same.log", "./same.log" },
		"answer":                          func(o *simulateOptions) { o.answer = "poem" },
		"jobs":                            func(o *simulateOptions) { o.jobs = -1 },
	} {
		run, o := simulating(t, cmdtest.Variables(t, ""))
		change(o)
		err := runSimulate(t.Context(), o)
		if err == nil || cmdkit.KindOf(err) != fail.Usage || !strings.Contains(err.Error(), says) || run.Printed.Len() > 0 {
			t.Errorf("%s: kind %v: %v", says, cmdkit.KindOf(err), err)
		}
	}
	_, o := simulating(t, cmdtest.Variables(t, ""))
	o.log = filepath.Join(t.TempDir(), "no folder", "requests.log")
	if err := runSimulate(t.Context(), o); err == nil || cmdkit.KindOf(err) != fail.Failed {
		t.Errorf("a log that cannot be written: %v", err)
	}
}

// TestResetDemo: the demo is new, up to today where no day is given, and the same again for the same day.
func TestResetDemo(t *testing.T) {
	t.Parallel()
	for asOf, want := range map[string]string{
		"":           "the demo starts afresh: seed 7, 2 jobs, up to 2026-12-24\n",
		"2026-03-01": "the demo starts afresh: seed 7, 2 jobs, up to 2026-03-01\n",
		"30d":        "the demo starts afresh: seed 7, 2 jobs, up to 2026-11-24\n",
	} {
		run, o := simulating(t, cmdtest.Variables(t, ""))
		o.seed, o.asOf = 7, asOf
		store, _ := o.demoStore()
		if err := os.WriteFile(store, []byte("damaged"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := resetDemo(o); err != nil || run.Said.String() != want || run.Printed.Len() > 0 {
			t.Errorf("--as-of %q: %v, said %s", asOf, err, run.Said)
		}
		if content, err := os.ReadFile(store); err != nil || strings.Contains(string(content), "damaged") {
			t.Errorf("--as-of %q: %v, kept %s", asOf, err, content)
		}
	}
	away := errors.New("there is no state folder")
	_, o := simulating(t, cmdtest.Variables(t, ""))
	o.demoStore = func() (string, error) { return "", away }
	if err := resetDemo(o); !errors.Is(err, away) {
		t.Errorf("without a place for it: %v", err)
	}
}

// TestSimulateReset serves nothing.
func TestSimulateReset(t *testing.T) {
	t.Parallel()
	variables := cmdtest.Variables(t, "")
	run := cmdtest.New(t, variables, "")
	if err := cmdtest.Do(t.Context(), NewSimulateCommand(run.Env), "--reset", "--jobs", "3"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(stateFolder(variables), "demo.ndjson")); err != nil || run.Printed.Len() > 0 || !strings.Contains(run.Said.String(), "3 jobs") {
		t.Errorf("%v, printed %s, said %s", err, run.Printed, run.Said)
	}
}

// TestVersion is one line for a person, and a record for a script.
func TestVersion(t *testing.T) {
	t.Parallel()
	row := cmdkit.VersionRow{Version: "1.2.3", Go: "go1.26", Platform: "linux/amd64", API: "v\x1b1", Commit: "abc", Date: "2026-11-01"}
	file := filepath.Join(t.TempDir(), "version")
	for _, test := range []struct {
		format  string
		output  cmdkit.OutputFlags
		printed string
	}{
		{"", cmdkit.OutputFlags{}, "aimsio 1.2.3 (API v␛1, go1.26, linux/amd64, commit abc, 2026-11-01)\n"},
		{"csv", cmdkit.OutputFlags{Columns: []string{"version", "go"}}, "version,go\n1.2.3,go1.26\n"},
		{"", cmdkit.OutputFlags{Out: file}, ""},
	} {
		run := cmdtest.New(t, cmdtest.Variables(t, ""), "")
		run.Flags.Output = test.format
		err := runVersion(t.Context(), &versionOptions{
			Streams: run.Streams, Output: run.Output, version: func() cmdkit.VersionRow { return row }, output: test.output,
		})
		if err != nil || run.Printed.String() != test.printed {
			t.Errorf("%q %+v: %v, printed %q", test.format, test.output, err, run.Printed)
		}
	}
	if content, err := os.ReadFile(file); err != nil || !strings.HasPrefix(string(content), "aimsio 1.2.3 (") {
		t.Errorf("%v, %s", err, content)
	}
	run := cmdtest.New(t, cmdtest.Variables(t, ""), "")
	run.Flags.Output = "json"
	var got cmdkit.VersionRow
	err := cmdtest.Do(t.Context(), NewVersionCommand(run.Env))
	if broken := json.Unmarshal(run.Printed.Bytes(), &got); err != nil || broken != nil || got.Version != cmdtest.Version || got.API != run.Catalog.Version {
		t.Errorf("%v, %v, %s", err, broken, run.Printed)
	}
}

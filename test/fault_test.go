package test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/cli"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/test/harness"
)

// withFault runs a command in a world whose clock panics at its n-th look.
func withFault(variables map[string]string, n int, words string, args ...string) outcome {
	looks := 0
	got := harness.Run(func(world cmdkit.System) int {
		now := world.Now
		world.Now = func() time.Time {
			if looks++; looks == n {
				panic(words)
			}
			return now()
		}
		return cli.Run(args, world)
	}, "", variables)
	return outcome{code: got.Code, out: got.Out, err: got.Err}
}

// TestAFaultOfTheProgram: a panic ends the program as any error does: in a line, without a stack and
// without the password, which may stand in its words.
func TestAFaultOfTheProgram(t *testing.T) {
	t.Parallel()
	server := serving(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{}`) })
	environment := variables(t, server)
	call := []string{"api", "POST", "JobOrder"}
	for n := range 3 { // before the call and after it, when the password is known
		words := "index out of range"
		if n == 2 {
			words += ` in "` + harness.Password + `"`
		}
		got := withFault(environment, n+1, words, call...)
		_, said, _ := strings.Cut(got.err, "error: ")
		lines := strings.Split(said, "\n")
		if got.code != 1 || len(lines) != 3 || !strings.HasPrefix(lines[0], "this is a fault of aimsio 1.2.3 itself, which it cannot go on after: index out of range") ||
			!strings.HasPrefix(lines[1], "hint: please report it") || strings.Contains(got.err, "goroutine") {
			t.Errorf("at look %d: code %d, %s", n+1, got.code, got.err)
		}
		if leaks := harness.Leaks(got.err, harness.Password); len(leaks) > 0 {
			t.Errorf("at look %d: the password is shown: %v", n+1, leaks)
		}
	}
	got := withFault(environment, 1, "oh", append(call, "--trace")...)
	if got.code != 1 || !strings.Contains(got.err, "fault_test.go") {
		t.Errorf("with a trace: %+v", got)
	}
	got = withFault(environment, 1, "oh", append(call, "-q", "-o", "json")...)
	var report struct {
		Error struct {
			Code          int
			Message, Hint string
		}
	}
	if err := json.Unmarshal([]byte(got.err), &report); err != nil || report.Error.Code != 1 || !strings.HasSuffix(report.Error.Message, "after: oh") {
		t.Errorf("as JSON: %v, %s", err, got.err)
	}
}

// TestAPasswordOfAbsurdLength: it is a mistake, and said so before anything is sent, wherever it comes from.
// Not a part of it is shown.
func TestAPasswordOfAbsurdLength(t *testing.T) {
	t.Parallel()
	calls := 0
	server := serving(t, func(w http.ResponseWriter, _ *http.Request) { calls++; w.WriteHeader(http.StatusUnauthorized) })
	password := strings.Repeat("s3cret-", 20_000)
	environment := variables(t, server)
	long := with(environment, "AIMSIO_PASSWORD="+password)
	file := fileWith(t, "password", password)
	delete(environment, "AIMSIO_PASSWORD")
	written := with(environment, "AIMSIO_CONFIG="+fileWith(t, "config.yaml", "environments:\n- name: sandbox\n  password_command: [cat, '"+file+"']\n"))
	for _, test := range []struct {
		environment map[string]string
		args        []string
	}{
		{environment, []string{"auth", "login", "--password-stdin"}},
		{environment, []string{"auth", "login", "--password-stdin", "--insecure-storage", "--no-check"}},
		{long, []string{"joborders", "list"}},
		{long, []string{"auth", "status"}},
		{long, []string{"employees", "create", "--no-validate", "--set", "employeeCode=E-1"}},
		{long, []string{"api", "POST", "JobOrder"}},
		{written, []string{"joborders", "list"}},
	} {
		got := runReal(test.environment, password+"\n", test.args...)
		if got.code != 2 || !strings.Contains(got.err, "is longer than 1,024 bytes") || strings.Contains(got.out+got.err, "s3cret") {
			t.Errorf("%v: code %d, %.300s%.300s", test.args, got.code, got.out, got.err)
		}
	}
	if calls > 0 {
		t.Errorf("%d calls were made", calls)
	}
}

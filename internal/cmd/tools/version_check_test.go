package tools

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/releases"
)

func releaseList(version string) string {
	return strings.Repeat("0", 64) + "  aimsio_" + version + "_linux_amd64.tar.gz\n"
}

// checking gives a run of "version" that finds some list at the place of the releases.
func checking(t *testing.T, answer http.HandlerFunc, args ...string) (*cmdtest.Run, string, error) {
	t.Helper()
	calls := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls++
		if r.URL.Path != "/latest/download/SHA256SUMS" || r.Header.Get("Authorization") != "" || r.URL.RawQuery != "" {
			t.Errorf("%s %v", r.URL, r.Header)
		}
		answer(w, r)
	}))
	t.Cleanup(server.Close)
	variables := cmdtest.Variables(t, "")
	variables[releases.Variable] = server.URL
	run := cmdtest.New(t, variables, "")
	err := cmdtest.Do(t.Context(), NewVersionCommand(run.Env), args...)
	if asked := strings.Contains(strings.Join(args, " "), "--check"); asked != (calls == 1) {
		t.Errorf("%v: %d calls", args, calls)
	}
	return run, server.URL, err
}

func TestVersionCheck(t *testing.T) {
	t.Parallel()
	says := func(list string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, list) }
	}
	for list, want := range map[string]string{
		"999.0.0": "release 999.0.0 is newer, see URL/tag/v999.0.0\n",
		"0.0.1":   "there is no newer release\n",
	} {
		run, url, err := checking(t, says(releaseList(list)), "--check")
		if got := strings.ReplaceAll(run.Printed.String(), url, "URL"); err != nil || !strings.HasSuffix(got, want) {
			t.Errorf("%s: %q, %v", list, got, err)
		}
	}
	if run, _, err := checking(t, says(releaseList("999.0.0"))); err != nil || strings.Contains(run.Printed.String(), "999") {
		t.Errorf("unasked: %s, %v", run.Printed, err)
	}
	for name, answer := range map[string]http.HandlerFunc{
		"none":     http.NotFound,
		"HTML":     says("<html>sign in"),
		"unending": says(strings.Repeat("x", largestList+1)),
		"elsewhere": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://example.com/", http.StatusFound)
		},
	} {
		run, _, err := checking(t, answer, "--check")
		if cmdkit.KindOf(err) != fail.Unreachable || !strings.Contains(err.Error(), "the newest release is not known: ") || run.Printed.Len() > 0 {
			t.Errorf("%s: %v, %s", name, err, run.Printed)
		}
	}
}

func TestWhatACheckSays(t *testing.T) {
	t.Parallel()
	row := checkRow{Version: "dev", Newest: "1.0.0", Update: "unknown", URL: "U"}
	if got := row.sentence(); got != "aimsio dev is no release; the newest one is 1.0.0, see U" {
		t.Error(got)
	}
}

package doctor

import (
	"context"
	"errors"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/private"
	"github.com/aimsio-cli/aimsio/internal/simulator"
)

// TestAllIsWell: at a server that answers, no check fails, each entity is read, and nothing is written.
func TestAllIsWell(t *testing.T) {
	t.Parallel()
	made, err := simulator.New(simulator.Options{Catalog: api.Builtin(), Jobs: 3})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(made)
	t.Cleanup(server.Close)
	rows, run, err := diagnosed(t, cmdtest.Variables(t, server.URL))
	if err != nil {
		t.Fatalf("%v\n%s", err, run.Printed)
	}
	for name, one := range rows {
		if one.Result == outcomeFailed || one.Result == outcomeWarning {
			t.Errorf("%s: %+v", name, one)
		}
	}
	for _, entity := range run.Catalog.Entities {
		if one := rows["read "+entity.Name]; one.Result != outcomeOK {
			t.Errorf("%s: %+v", entity.Name, one)
		}
	}
	if strings.Contains(run.Printed.String()+run.Said.String(), cmdtest.Password) {
		t.Error("the password is shown")
	}
}

// TestTheDemo needs no network, and its checks say so.
func TestTheDemo(t *testing.T) {
	t.Parallel()
	variables := cmdtest.Variables(t, "")
	delete(variables, "AIMSIO_URL")
	rows, _, err := diagnosed(t, variables, "AIMSIO_ENV=demo")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]outcome{
		"dns": outcomeSkipped, "tls": outcomeSkipped, "password": outcomeSkipped, "authentication": outcomeOK, "read joborders": outcomeOK, "days": outcomeOK,
	} {
		if rows[name].Result != want {
			t.Errorf("%s: %+v", name, rows[name])
		}
	}
}

// TestNothingAnswers: the failure is named once, what depends on it is skipped, and the code is that of the failure.
func TestNothingAnswers(t *testing.T) {
	t.Parallel()
	gone := httptest.NewServer(nil)
	gone.Close()
	rows, run, err := diagnosed(t, cmdtest.Variables(t, gone.URL))
	if cmdkit.KindOf(err) != fail.Unreachable || !strings.HasPrefix(err.Error(), "1 check failed: connection: ") || fail.HintOf(err) != rows["connection"].Advice {
		t.Errorf("%v, hint %s", err, fail.HintOf(err))
	}
	for _, name := range []string{"tls", "authentication", "read joborders", "days"} {
		if one := rows[name]; one.Result != outcomeSkipped || one.Detail != "connection failed" {
			t.Errorf("%s: %+v", name, one)
		}
	}
	if rows["connection"].Result != outcomeFailed || !strings.Contains(rows["connection"].Advice, "firewall") {
		t.Errorf("%+v in %s", rows["connection"], run.Printed)
	}
}

// TestRun: what needs a failed check is skipped with the name of the one that failed first, however far away.
func TestRun(t *testing.T) {
	t.Parallel()
	finds := func(found ...finding) func(context.Context) []finding {
		return func(context.Context) []finding { return found }
	}
	broken := unusable("no", "mend it")
	checks := []check{
		{"a", nil, finds(warning("", "odd"))},
		{"b", needs("a"), finds(broken, passed("half"))},
		{"c", needs("a", "b"), finds(passed("never seen"))},
		{"d", needs("c"), finds(passed("never seen"))},
		{"e", nil, finds(failed(errors.New("another"), ""))},
		{"f", needs("a"), finds(passed("fine"))},
	}
	var made run
	var got []string
	for one := range made.rows(t.Context(), checks) {
		got = append(got, one.Check+" "+string(one.Result)+" "+one.Detail)
	}
	if want := []string{"a warning odd", "b failed no", "b ok half", "c skipped b failed", "d skipped b failed", "e failed another", "f ok fine"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	err := made.verdict()
	if cmdkit.KindOf(err) != fail.Usage || err.Error() != "2 checks failed, first: b: no" || fail.HintOf(err) != "mend it" {
		t.Errorf("%v, hint %q", err, fail.HintOf(err))
	}
	var none run
	for range none.rows(t.Context(), checks[:1]) {
		continue
	}
	if err := none.verdict(); err != nil {
		t.Errorf("a warning is no failure: %v", err)
	}
}

// TestInterrupted: what a check found that was stopped is not told.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	var made run
	seen := 0
	for range made.rows(ctx, []check{
		{"a", nil, func(context.Context) []finding { return []finding{passed("fine")} }},
		{"b", nil, func(context.Context) []finding { cancel(); return []finding{failed(context.Canceled, "")} }},
		{"c", nil, func(context.Context) []finding { return []finding{passed("fine")} }},
	}) {
		seen++
	}
	if seen != 1 || made.verdict() != nil {
		t.Errorf("%d rows, %v", seen, made.verdict())
	}
}

// TestFailed: each sort of error comes with what to do about it, and the code that any other command would give.
func TestFailed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		err            error
		advice         string
		detail, wanted string
		kind           fail.Kind
	}{
		"plain":          {errors.New("no"), "look", "no", "look", fail.Failed},
		"with a hint":    {fail.New(fail.Guarded, "ask", "no"), "", "no", "ask", fail.Guarded},
		"none chosen":    {&config.NoEnvironmentError{Choices: []string{"a", "b"}}, "x", "no environment is chosen", "there are a, b", fail.Usage},
		"unknown":        {&config.UnknownEnvironmentError{Name: "a"}, "x", `there is no environment "a"`, "aimsio env list", fail.Usage},
		"no credentials": {&config.NoCredentialsError{Missing: "password", Err: errors.New("locked"), Help: []string{"a", "b"}}, "", "there is no password (locked)", "a, or b", fail.Denied},
		"open to others": {&private.Error{Path: "/state", Problem: "others can write it", Advice: "chmod 700 it"}, "x", "/state: others can write it", "chmod 700 it", fail.Failed},
		"unreachable":    {&client.Error{Kind: client.Unavailable, Message: "no"}, "", "no", "firewall", fail.Unreachable},
		"busy":           {&client.Error{Kind: client.Unavailable, Status: 503}, "", "503", "try again later", fail.Unreachable},
		"a page":         {&client.Error{Kind: client.BadAnswer, Status: 200}, "", "", "sign-in page", fail.Unreachable},
		"not there":      {&client.Error{Kind: client.NotFound, Status: 404}, "", "404", "check the url", fail.NotFound},
		"knows itself":   {&client.Error{Kind: client.NotFound, Status: 404, Advice: "turn left"}, "x", "404", "turn left", fail.NotFound},
		"refused":        {&client.Error{Kind: client.Rejected, Status: 400}, "", "400", "", fail.Failed},
	} {
		got := failed(test.err, test.advice)
		if !got.is(outcomeFailed, test.detail, test.wanted) || got.kind != test.kind {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// TestConfiguration has a row for each fault and each warning of the file.
func TestConfiguration(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for name, test := range map[string]struct {
		text string
		want []finding
	}{
		"sound":   {"env: demo\n", []finding{{outcome: outcomeOK, detail: "sound.yaml"}}},
		"absent":  {"", []finding{{outcome: outcomeOK, detail: "there is none at "}}},
		"odd":     {"colour: red\n", []finding{{outcome: outcomeWarning, detail: "colour"}}},
		"damaged": {"env: [1]\ntime: nowhere\n", []finding{{outcome: outcomeFailed, detail: "damaged.yaml:1", advice: "mend it"}, {outcome: outcomeFailed, detail: "damaged.yaml:2", advice: "mend it"}}},
	} {
		file := filepath.Join(folder, name+".yaml")
		if test.text != "" {
			if err := os.WriteFile(file, []byte(test.text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		loaded, err := config.Load(config.Options{Getenv: func(variable string) (string, bool) { return file, variable == "AIMSIO_CONFIG" }})
		if err != nil {
			t.Fatal(err)
		}
		found := configurationCheck(func() (*config.Config, error) { return loaded, nil }).run(t.Context())
		if len(found) != len(test.want) {
			t.Errorf("%s: %+v", name, found)
			continue
		}
		for i, want := range test.want {
			if !found[i].is(want.outcome, want.detail, want.advice) {
				t.Errorf("%s: %+v, want %+v", name, found[i], want)
			}
		}
	}
	away := errors.New("no")
	if found := look(t, configurationCheck(func() (*config.Config, error) { return nil, away })); found.outcome != outcomeFailed {
		t.Errorf("%+v", found)
	}
}

// TestStateFolder tries to write to it, and leaves nothing behind.
func TestStateFolder(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "state")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	at := func(path string, err error) check {
		return stateFolderCheck(func() (string, error) { return path, err })
	}
	if found := look(t, at(folder, nil)); !found.is(outcomeOK, folder+" can be written", "") {
		t.Errorf("%+v", found)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("%v, left %v", err, left)
	}
	if err := os.Chmod(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if found := look(t, at(folder, nil)); !found.is(outcomeWarning, "mode 0755", "chmod 700 it") && runtime.GOOS != "windows" {
		t.Errorf("others can list it: %+v", found)
	}
	if found := look(t, at(filepath.Join(folder, "gone"), nil)); !found.is(outcomeFailed, "writing to the state folder", "no write is sent") {
		t.Errorf("it is gone: %+v", found)
	}
	open := &private.Error{Path: folder, Problem: "others can write it", Advice: "chmod 700 it"}
	if found := look(t, at("", open)); !found.is(outcomeFailed, "others can write it", "chmod 700 it") {
		t.Errorf("others can write it: %+v", found)
	}
}

package tools

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// sent is a request as a server got it.
type sent struct {
	method, path, body string
	header             http.Header
}

// server keeps what it is sent.
type server struct {
	*httptest.Server

	lock sync.Mutex
	got  []sent
}

func serve(t *testing.T, answer http.HandlerFunc) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		s.lock.Lock()
		s.got = append(s.got, sent{r.Method, r.URL.RequestURI(), string(body), r.Header})
		s.lock.Unlock()
		answer(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// sent gives what it was sent so far.
func (s *server) sent() []sent {
	s.lock.Lock()
	defer s.lock.Unlock()
	return slices.Clone(s.got)
}

func answers(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// calling carries out "api" with arguments at a server.
func calling(t *testing.T, variables map[string]string, input string, args ...string) (*cmdtest.Run, error) {
	t.Helper()
	run := cmdtest.New(t, variables, input, "AIMSIO_MAX_WAIT=1ms")
	return run, cmdtest.Do(t.Context(), NewAPICommand(run.Env), args...)
}

// TestAPIHandsOn what the server answers as it came, byte for byte, or what a jq program makes of it.
func TestAPIHandsOn(t *testing.T) {
	t.Parallel()
	const body = "[ {\"n\": 9007199254740993.10, \"a\":\"\\u00e9 \"}\n]\n"
	s := serve(t, answers(http.StatusOK, body))
	variables := cmdtest.Variables(t, s.URL)
	file := filepath.Join(t.TempDir(), "answer.pdf")
	for _, test := range []struct {
		args    []string
		printed string
	}{
		{[]string{"GET", "Thing"}, body},
		{[]string{"get", "Thing", "--jq", ".[0].n"}, "9007199254740993.10\n"},
		{[]string{"GET", "Thing", "--out", file}, ""},
		{[]string{"HEAD", "Thing"}, ""},
	} {
		run, err := calling(t, variables, "", test.args...)
		if err != nil || run.Printed.String() != test.printed {
			t.Errorf("%q: %v, printed %q", test.args, err, run.Printed)
		}
	}
	if content, err := os.ReadFile(file); err != nil || string(content) != body {
		t.Errorf("--out: %v, %q", err, content)
	}
	if calls, err := logged(t, variables); len(calls) > 0 || err != nil {
		t.Errorf("reads are in the log of writes: %+v, %v", calls, err)
	}
}

// TestAPISends what the command line says, below the usual prefix or at a path of its own.
func TestAPISends(t *testing.T) {
	t.Parallel()
	prefix := api.Builtin().Prefix()
	file := filepath.Join(t.TempDir(), "body.json")
	if err := os.WriteFile(file, []byte("{\"a\": 1.0}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		args  []string
		input string
		want  sent
	}{
		{[]string{"get", "Thing?active=true"}, "", sent{"GET", prefix + "Thing?active=true", "", nil}},
		{[]string{"GET", "/elsewhere/Thing"}, "", sent{"GET", "/elsewhere/Thing", "", nil}},
		{[]string{"POST", "Thing", "-f", file}, "", sent{"POST", prefix + "Thing", "{\"a\": 1.0}\n", nil}},
		{[]string{"PUT", "Thing", "-f", "-"}, "[2]", sent{"PUT", prefix + "Thing", "[2]", nil}},
		{[]string{"GET", "Thing", "-H", "X-One: a: b", "-H", "X-Two:c"}, "", sent{"GET", prefix + "Thing", "", http.Header{"X-One": {"a: b"}, "X-Two": {"c"}}}},
	} {
		s := serve(t, answers(http.StatusOK, "[]"))
		if _, err := calling(t, cmdtest.Variables(t, s.URL), test.input, test.args...); err != nil {
			t.Errorf("%q: %v", test.args, err)
		}
		got := s.sent()
		if len(got) != 1 || got[0].method != test.want.method || got[0].path != test.want.path || got[0].body != test.want.body {
			t.Errorf("%q sent %+v", test.args, got)
			continue
		}
		for name, values := range test.want.header {
			if had := got[0].header[name]; !slices.Equal(had, values) {
				t.Errorf("%q sent %s %q", test.args, name, had)
			}
		}
		if user, password, _ := (&http.Request{Header: got[0].header}).BasicAuth(); user != cmdtest.User || password != cmdtest.Password {
			t.Errorf("%q is sent as %s", test.args, user)
		}
	}
}

// TestAPIPart: a part of a file that was asked for is an answer.
func TestAPIPart(t *testing.T) {
	t.Parallel()
	s := serve(t, answers(http.StatusPartialContent, "part"))
	run, err := calling(t, cmdtest.Variables(t, s.URL), "", "GET", "/file", "-H", "Range: bytes=0-3")
	if err != nil || run.Printed.String() != "part" {
		t.Errorf("%v, printed %q", err, run.Printed)
	}
	if _, err := calling(t, cmdtest.Variables(t, s.URL), "", "GET", "/file"); err == nil {
		t.Error("a part that nobody asked for is taken for the whole")
	}
}

// TestAPIRefuses what cannot be meant before anything is sent.
func TestAPIRefuses(t *testing.T) {
	t.Parallel()
	s := serve(t, answers(http.StatusOK, "[]"))
	variables := cmdtest.Variables(t, s.URL)
	for name, test := range map[string]struct {
		args []string
		kind fail.Kind
		says string
	}{
		"no path":          {[]string{"GET"}, fail.Usage, "a method and a path"},
		"no method":        {[]string{"G3T", "Thing"}, fail.Usage, `"G3T" is not a method`},
		"another server":   {[]string{"GET", "https://elsewhere.example/Thing"}, fail.Usage, "elsewhere.example"},
		"own credentials":  {[]string{"GET", "Thing", "-H", "authorization: Basic c2VzYW1l"}, fail.Usage, "the credentials of the environment are sent"},
		"no header":        {[]string{"GET", "Thing", "-H", "X-One"}, fail.Usage, "it is written 'Name: value'"},
		"a header smuggle": {[]string{"GET", "Thing", "-H", "X-One: a\r\nX-Two: b"}, fail.Usage, "it is written 'Name: value'"},
		"no jq program":    {[]string{"GET", "Thing", "--jq", ".["}, fail.Usage, "jq"},
		"a sheet":          {[]string{"GET", "Thing", "--out", "a.xlsx"}, fail.Usage, "makes no .xlsx of it"},
		"no folder":        {[]string{"GET", "Thing", "--out", "/no/such/folder/a"}, fail.Usage, "there is no folder"},
		"no file":          {[]string{"POST", "Thing", "-f", "no such file"}, fail.Usage, "no such file"},
		"over itself":      {[]string{"POST", "Thing", "-f", "api_test.go", "--out", "./api_test.go"}, fail.Usage, "--out"},
		"a format of old":  {[]string{"POST", "Thing", "--input", "csv"}, fail.Usage, "--input names the format of records"},
	} {
		run, err := calling(t, variables, "", test.args...)
		if err == nil || cmdkit.KindOf(err) != test.kind || !strings.Contains(err.Error(), test.says) || run.Printed.Len() > 0 {
			t.Errorf("%s: kind %v: %v", name, cmdkit.KindOf(err), err)
		}
		if err != nil && strings.Contains(err.Error(), "c2VzYW1l") {
			t.Errorf("%s: repeats a secret: %v", name, err)
		}
	}
	if len(s.sent()) > 0 {
		t.Errorf("sent %+v", s.sent())
	}
}

// TestAPIFormats: the answer is not turned into records, and -o json is what it is mostly.
func TestAPIFormats(t *testing.T) {
	t.Parallel()
	s := serve(t, answers(http.StatusOK, "[]"))
	for format, kind := range map[string]fail.Kind{"csv": fail.Usage, "ndjson": fail.Usage, "json": -1, "JSON": -1} {
		run := cmdtest.New(t, cmdtest.Variables(t, s.URL), "")
		run.Flags.Output = format
		err := cmdtest.Do(t.Context(), NewAPICommand(run.Env), "GET", "Thing")
		if (err == nil) != (kind < 0) || err != nil && cmdkit.KindOf(err) != kind {
			t.Errorf("-o %s: %v", format, err)
		}
	}
}

// TestABodyWithoutEnd is not sent, and not kept in memory as a whole.
func TestABodyWithoutEnd(t *testing.T) {
	t.Parallel()
	run := cmdtest.New(t, cmdtest.Variables(t, "http://127.0.0.1:1"), "")
	run.In = endless{}
	err := runAPI(t.Context(), &apiOptions{
		Streams: run.Streams, Settings: run.Settings, Server: run.Server, Mirrors: run.Mirrors, catalog: run.Catalog,
		method: "POST", path: "Thing", file: "-",
	})
	if err == nil || cmdkit.KindOf(err) != fail.Invalid || !strings.Contains(err.Error(), "larger than 64") {
		t.Errorf("%v", err)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

// TestAPICompletion offers each method and each path once, paths up to where they vary.
func TestAPICompletion(t *testing.T) {
	t.Parallel()
	complete := completeCall(api.Builtin())
	methods, _ := complete(nil, nil, "")
	paths, directive := complete(nil, []string{"GET"}, "")
	for _, words := range [][]string{methods, paths} {
		sorted := slices.Sorted(slices.Values(words))
		if len(slices.Compact(sorted)) != len(words) {
			t.Errorf("offers twice: %q", words)
		}
	}
	if !slices.Contains(methods, "POST") || !slices.Contains(paths, "JobOrder") || !slices.Contains(paths, "JobOrder/") || directive != cmdkit.WordOpen {
		t.Errorf("offers %q and %q", methods, paths)
	}
	if words, _ := complete(nil, []string{"GET", "JobOrder"}, ""); len(words) > 0 {
		t.Errorf("offers %q behind the path", words)
	}
}

// TestAPIFiltersNothing: an answer that is meant to be empty gives a jq program nothing to run over; any other empty
// one is no answer.
func TestAPIFiltersNothing(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		status int
		method string
		fine   bool
	}{
		{http.StatusNoContent, "DELETE", true}, {http.StatusNoContent, "GET", true},
		{http.StatusOK, "DELETE", true}, {http.StatusOK, "HEAD", true}, {http.StatusOK, "GET", false},
	} {
		s := serve(t, answers(test.status, ""))
		run, err := calling(t, cmdtest.Variables(t, s.URL), "", test.method, "Thing/1", "--jq", ".a")
		if (err == nil) != test.fine || !test.fine && cmdkit.KindOf(err) != fail.Unreachable || run.Printed.Len() > 0 {
			t.Errorf("%s answered %d: %v, printed %q", test.method, test.status, err, run.Printed)
		}
	}
	s := serve(t, answers(http.StatusOK, "<html>"))
	if _, err := calling(t, cmdtest.Variables(t, s.URL), "", "DELETE", "Thing/1", "--jq", ".a"); cmdkit.KindOf(err) != fail.Unreachable {
		t.Errorf("what is no JSON: %v", err)
	}
}

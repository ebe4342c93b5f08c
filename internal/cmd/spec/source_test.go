package spec

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// from gives sources with an input and variables.
func from(input string, variables map[string]string) sources {
	return sources{
		stdin:   func(context.Context) io.Reader { return strings.NewReader(input) },
		getenv:  func(name string) (string, bool) { value, set := variables[name]; return value, set },
		version: "1.2.3",
	}
}

func TestWhereADescriptionComesFrom(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "a.yaml")
	if err := os.WriteFile(file, []byte("of a file"), 0o600); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" || r.Header.Get("User-Agent") != "aimsio/1.2.3" {
			t.Errorf("headers %v", r.Header)
		}
		if r.URL.Path == "/old" {
			http.Redirect(w, r, "/new", http.StatusMovedPermanently)
			return
		}
		_, _ = io.WriteString(w, "of a server")
	}))
	t.Cleanup(server.Close)
	for name, want := range map[string]specSource{
		"-":                 {"standard input", []byte("of an input")},
		file:                {file, []byte("of a file")},
		server.URL + "/new": {server.URL + "/new", []byte("of a server")},
		server.URL + "/old": {server.URL + "/old", []byte("of a server")},
	} {
		got, err := from("of an input", nil).open(t.Context(), name)
		if err != nil || got.origin != want.origin || !bytes.Equal(got.content, want.content) {
			t.Errorf("%s: %s %q, %v", name, got.origin, got.content, err)
		}
	}
}

func TestWhatIsNotFetched(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/round":
			http.Redirect(w, r, "/round", http.StatusFound)
		case "/out":
			http.Redirect(w, r, "http://example.com/a.yaml", http.StatusFound)
		case "/login":
			w.WriteHeader(http.StatusUnauthorized)
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	t.Cleanup(server.Close)
	for _, test := range []struct {
		name string
		kind fail.Kind
		says string
	}{
		{"http://example.com/a.yaml", fail.Usage, "only https is fetched, and http from this machine"},
		{"https://me:secret@example.com/a.yaml", fail.Usage, "a user name in an address is not sent"},
		{"https:///a.yaml", fail.Usage, ""},
		{"https://exa mple/a.yaml", fail.Usage, ""},
		{server.URL + "/round", fail.Unreachable, "redirects more than 5 times"},
		{server.URL + "/out", fail.Unreachable, "only https is fetched"},
		{server.URL + "/login", fail.Unreachable, "answered 401 Unauthorized"},
		{gone.URL, fail.Unreachable, "fetching the API description"},
		{filepath.Join(t.TempDir(), "none.yaml"), fail.Usage, "there is no file"},
		{t.TempDir(), fail.Usage, "is a folder"},
	} {
		_, err := from("", nil).open(t.Context(), test.name)
		if err == nil || cmdkit.KindOf(err) != test.kind || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: kind %v, %v", test.name, cmdkit.KindOf(err), err)
		}
	}
	_, err := from("", nil).open(t.Context(), server.URL+"/login")
	if !strings.Contains(fail.HintOf(err), "download the file with a browser") {
		t.Errorf("hint %q", fail.HintOf(err))
	}
}

// TestAProxyThatCannotBeRead: no file is fetched by another way than the one that was chosen.
func TestAProxyThatCannotBeRead(t *testing.T) {
	t.Parallel()
	_, err := from("", map[string]string{"HTTPS_PROXY": "ftp://proxy.example"}).open(t.Context(), "https://example.com/a.yaml")
	if err == nil || cmdkit.KindOf(err) != fail.Usage || !strings.Contains(err.Error(), "HTTPS_PROXY") {
		t.Errorf("%v", err)
	}
}

func TestADescriptionWithoutEnd(t *testing.T) {
	t.Parallel()
	endless := sources{stdin: func(context.Context) io.Reader { return &zeros{} }}
	_, err := endless.open(t.Context(), "-")
	if err == nil || cmdkit.KindOf(err) != fail.Invalid || !strings.Contains(err.Error(), "it is larger than 64 MiB") {
		t.Errorf("%v", err)
	}
	broken := sources{stdin: func(context.Context) io.Reader { return io.MultiReader(strings.NewReader("a"), &zeros{fails: true}) }}
	if _, err := broken.open(t.Context(), "-"); err == nil || !strings.Contains(err.Error(), "reading the API description: it broke") {
		t.Errorf("%v", err)
	}
}

// zeros is an input that does not end, or that fails.
type zeros struct{ fails bool }

func (z *zeros) Read(p []byte) (int, error) {
	if z.fails {
		return 0, fmt.Errorf("it broke")
	}
	clear(p)
	return len(p), nil
}

package fetch

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/fail"
)

func file(address string) File {
	return File{What: "the list", Address: address, Limit: 1 << 20, Time: time.Minute}
}

func TestGet(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" || r.Header.Get("Cookie") != "" || r.Header.Get("User-Agent") != "aimsio/1.2.3" {
			t.Errorf("headers %v", r.Header)
		}
		switch r.URL.Path {
		case "/old":
			http.Redirect(w, r, "/new", http.StatusFound)
		case "/new":
			_, _ = io.WriteString(w, "here")
		case "/out":
			http.Redirect(w, r, "http://example.com/", http.StatusFound)
		case "/round":
			http.Redirect(w, r, "/round", http.StatusFound)
		case "/large":
			_, _ = io.WriteString(w, strings.Repeat("x", 1<<20+1))
		case "/cut":
			w.Header().Set("Content-Length", "10")
			_, _ = io.WriteString(w, "cut")
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(server.Close)
	f := Fetcher{Getenv: func(string) (string, bool) { return "", false }, Version: "1.2.3"}
	for _, path := range []string{"/new", "/old"} {
		if got, err := f.Get(t.Context(), file(server.URL+path)); err != nil || string(got) != "here" {
			t.Errorf("%s: %q, %v", path, got, err)
		}
	}
	for address, want := range map[string]struct {
		kind fail.Kind
		says string
	}{
		server.URL + "/none":          {fail.Unreachable, "fetching the list: " + strings.TrimPrefix(server.URL, "http://") + " answered 404 Not Found"},
		server.URL + "/out":           {fail.Unreachable, "only https is fetched"},
		server.URL + "/round":         {fail.Unreachable, "redirects more than 5 times"},
		server.URL + "/large":         {fail.Invalid, "larger than 1 MiB"},
		server.URL + "/cut":           {fail.Unreachable, "reading the list: unexpected EOF"},
		"http://example.com/":         {fail.Usage, "only https is fetched"},
		"https://me:pw@example.com/":  {fail.Usage, "a user name in an address is not sent"},
		"ftp://example.com/a":         {fail.Usage, "only https"},
		"https://exa mple.com/a.yaml": {fail.Usage, ""},
	} {
		_, err := f.Get(t.Context(), file(address))
		if err == nil || !fail.Is(err, want.kind) || !strings.Contains(err.Error(), want.says) {
			t.Errorf("%s: %v", address, err)
		}
	}
	_, err := f.Get(t.Context(), file(server.URL+"/none"))
	if status, ok := errors.AsType[*StatusError](err); !ok || status.Status != "404 Not Found" {
		t.Errorf("%v", err)
	}
}

func TestAServerThatHangs(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	t.Cleanup(func() { close(release); server.Close() })
	hangs := file(server.URL)
	hangs.Time = time.Millisecond
	_, err := Fetcher{Getenv: func(string) (string, bool) { return "", false }}.Get(t.Context(), hangs)
	if !fail.Is(err, fail.Unreachable) || !strings.Contains(err.Error(), "there was no whole answer within 1ms") {
		t.Errorf("%v", err)
	}
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := (Fetcher{}).Get(stopped, file(server.URL)); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

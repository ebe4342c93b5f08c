package simulator

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestTransportIsRealHTTPWithoutANetwork(t *testing.T) {
	s := start(t, Options{})
	client := &http.Client{Transport: s.Transport()}
	for _, scheme := range []string{"http", "https"} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, scheme+"://demo.invalid"+base+"JobOrder", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.SetBasicAuth("u", "p")
		answer, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(answer.Body)
		if err != nil || string(content) != get(t, s, base+"JobOrder") {
			t.Errorf("%s: the list arrives as %d bytes (%v)", scheme, len(content), err)
		}
		if err := answer.Body.Close(); err != nil {
			t.Error(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("closing again: %v", err)
	}
}

// Close must not wait for a call that never ends.
func TestCloseEndsCallsThatHang(t *testing.T) {
	catalog, fault := builtin(t), mustFault(t, "timeout")
	synctest.Test(t, func(t *testing.T) {
		s := start(t, Options{Catalog: catalog, Faults: []Fault{fault}})
		client := &http.Client{Transport: s.Transport()}
		ended := make(chan error, 1)
		go func() {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://demo"+base+"User", nil)
			if err == nil {
				r.SetBasicAuth("u", "p")
				_, err = client.Do(r)
			}
			ended <- err
		}()
		synctest.Wait()
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if err := <-ended; err == nil || s.Stats().Calls != 1 {
			t.Errorf("of %d calls the one that hung ended with %v", s.Stats().Calls, err)
		}
	})
}

func TestServeEndsWithItsContext(t *testing.T) {
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- start(t, Options{}).Serve(ctx, listener) }()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+listener.Addr().String()+base+"User", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth("u", "p")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if content, err := io.ReadAll(answer.Body); err != nil || answer.StatusCode != http.StatusOK || !bytes.HasPrefix(content, []byte(`[{"`)) {
		t.Errorf("status %d, %.40s (%v)", answer.StatusCode, content, err)
	}
	if err := answer.Body.Close(); err != nil {
		t.Error(err)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("Serve ended with %v", err)
	}
}

func TestLogHasALineForEveryCallAndNoPassword(t *testing.T) {
	var log bytes.Buffer
	now := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	s := start(t, Options{Log: &log, Clock: func() time.Time { return now }})
	call(t, s, http.MethodGet, base+"User/none?x=1", "")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"User", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth("two\nlines", "topsecret")
	s.ServeHTTP(discard{}, r)
	lines := strings.Split(strings.TrimSuffix(log.String(), "\n"), "\n")
	want := []string{
		`^2026-11-02T08:00:00\.000Z GET /rest/api/standard/v1/User/none\?x=1 404 \d+ 0\.0ms u$`,
		`^2026-11-02T08:00:00\.000Z GET /rest/api/standard/v1/User 200 \d{4,} 0\.0ms "two\\nlines"$`,
	}
	if len(lines) != len(want) {
		t.Fatalf("the log has %d lines:\n%s", len(lines), log.String())
	}
	for i := range want {
		if !regexp.MustCompile(want[i]).MatchString(lines[i]) {
			t.Errorf("line %d is %s", i+1, lines[i])
		}
	}
	if strings.Contains(log.String(), "topsecret") {
		t.Error("the log holds a password")
	}
}

// discard takes an answer and keeps nothing of it.
type discard struct{}

func (discard) Header() http.Header         { return http.Header{} }
func (discard) WriteHeader(int)             {}
func (discard) Write(p []byte) (int, error) { return len(p), nil }

// BenchmarkMillionStubs shows the speed of an index; allocated bytes must not grow with it.
func BenchmarkMillionStubs(b *testing.B) {
	s := start(b, Options{Jobs: 1_000_000})
	r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, base+"JobOrder", nil)
	if err != nil {
		b.Fatal(err)
	}
	r.SetBasicAuth("u", "p")
	b.ReportAllocs()
	for b.Loop() {
		s.ServeHTTP(discard{}, r)
	}
}

func TestLongListIsNeverInMemory(t *testing.T) {
	s := start(t, Options{Jobs: 200_000})
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"JobOrder", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth("u", "p")
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	s.ServeHTTP(discard{}, r)
	runtime.ReadMemStats(&after)
	if bytes := after.TotalAlloc - before.TotalAlloc; bytes > 1<<20 {
		t.Errorf("a list of 18 MB takes %d bytes of memory", bytes)
	}
}

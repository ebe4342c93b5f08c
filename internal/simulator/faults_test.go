package simulator

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

func mustFault(t testing.TB, spec string) Fault {
	t.Helper()
	f, err := ParseFault(spec)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestShareOfFaultsCanBeRepeated(t *testing.T) {
	draw := func(seed uint64) (statuses []int) {
		s := start(t, Options{Seed: seed, Faults: []Fault{mustFault(t, "503=20%"), mustFault(t, "429=10%,retry-after=2")}})
		for range 1000 {
			w := callFor(s, http.MethodGet, base+"User/none", "")
			statuses = append(statuses, w.Code)
			if (w.Code == 429) != (w.Header().Get("Retry-After") == "2") {
				t.Fatalf("status %d with Retry-After %q", w.Code, w.Header().Get("Retry-After"))
			}
		}
		return statuses
	}
	first, again, other := draw(1), draw(1), draw(2)
	if fmt.Sprint(first) != fmt.Sprint(again) || fmt.Sprint(first) == fmt.Sprint(other) {
		t.Error("the faults do not follow from the seed")
	}
	counts := map[int]int{}
	for _, status := range first {
		counts[status]++
	}
	if counts[503] < 150 || counts[503] > 250 || counts[429] < 50 || counts[429] > 120 {
		t.Errorf("of 1000 calls: %v; want about 200 × 503 and 80 × 429", counts)
	}
}

func TestFaultsOfSomePathsAndTimes(t *testing.T) {
	s := start(t, Options{Faults: []Fault{mustFault(t, "403@Timecard"), mustFault(t, "503,times=2@User"), mustFault(t, "404@JobOrder/")}})
	tests := []struct {
		path   string
		status int
	}{
		{"Timecard", 403}, {"Employee", 200}, {"User", 503}, {"User", 503}, {"User", 200}, {"JobOrder", 200},
		{"JobOrder/" + guids(t, s, base+"JobOrder")[0], 404},
	}
	for _, test := range tests {
		if status, body := call(t, s, http.MethodGet, base+test.path, ""); status != test.status {
			t.Errorf("GET %s: status %d, want %d: %.100s", test.path, status, test.status, body)
		}
	}
}

// over serves a simulator with one fault over TCP and makes a call.
func over(t *testing.T, spec, method, path, body string) (*http.Response, []byte, error) {
	t.Helper()
	server := httptest.NewServer(start(t, Options{Faults: []Fault{mustFault(t, spec)}}))
	t.Cleanup(server.Close)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, server.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth("u", "p")
	r.Header.Set("Content-Type", "application/json")
	answer, err := server.Client().Do(r)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = answer.Body.Close() }()
	content, err := io.ReadAll(answer.Body)
	return answer, content, err
}

func TestBrokenConnections(t *testing.T) {
	if _, _, err := over(t, "reset", http.MethodGet, base+"User", ""); !errors.Is(err, syscall.ECONNRESET) && !errors.Is(err, io.EOF) {
		t.Errorf("reset gives %v, want a broken connection", err)
	}
	for _, call := range [][3]string{
		{http.MethodGet, base + "User", ""},
		{http.MethodPost, base + "Employee", `{"employeeList":[{"employeeCode":"0001"}]}`},
	} {
		answer, content, err := over(t, "cut", call[0], call[1], call[2])
		if !errors.Is(err, io.ErrUnexpectedEOF) || len(content) == 0 || answer.StatusCode != http.StatusOK {
			t.Errorf("%s cut gives %d bytes and %v, want some and an unexpected end", call[0], len(content), err)
		}
	}
	answer, content, err := over(t, "html", http.MethodGet, base+"User", "")
	if err != nil || answer.StatusCode != http.StatusOK || !bytes.Contains(content, []byte("<html>")) {
		t.Errorf("html gives %.40s (%v)", content, err)
	}
	answer, content, err = over(t, "empty", http.MethodGet, base+"User", "")
	if err != nil || answer.StatusCode != http.StatusOK || len(content) != 0 {
		t.Errorf("empty gives %d bytes (%v)", len(content), err)
	}
}

// A long list that is cut is not held back as a whole.
func TestLongListIsCutInChunks(t *testing.T) {
	const chunk = 64 << 10 // which is sent before a long answer breaks off
	server := httptest.NewServer(start(t, Options{Jobs: 5000, Faults: []Fault{mustFault(t, "cut")}}))
	defer server.Close()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+base+"JobOrder", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth("u", "p")
	answer, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if content, err := io.ReadAll(answer.Body); !errors.Is(err, io.ErrUnexpectedEOF) || len(content) < chunk {
		t.Errorf("%d bytes came and then %v; want more than %d and an unexpected end", len(content), err, chunk)
	}
}

func TestTimeoutLastsUntilTheCallerLeaves(t *testing.T) {
	s := start(t, Options{Faults: []Fault{mustFault(t, "timeout")}})
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		r := httptest.NewRequestWithContext(ctx, http.MethodGet, base+"User", nil)
		r.SetBasicAuth("u", "p")
		began := time.Now()
		defer func() {
			reason, _ := recover().(error)
			if !errors.Is(reason, http.ErrAbortHandler) || time.Since(began) != time.Hour {
				t.Errorf("after %v the call ended with %v", time.Since(began), reason)
			}
		}()
		s.ServeHTTP(httptest.NewRecorder(), r)
	})
}

// What a failed write has done all the same is what a client must find out.
func TestWritesThatFailBeforeInTheMiddleAndAfter(t *testing.T) {
	const body = `{"companyList":[{"companyCode":"C0001","companyName":"x"},{"companyCode":"C0002","companyName":"x"}]}`
	for spec, want := range map[string]struct {
		status  int
		written [2]bool
	}{
		"503,apply=before":              {503, [2]bool{false, false}},
		"503,apply=middle":              {503, [2]bool{true, false}},
		"504,apply=after@Company":       {504, [2]bool{true, true}},
		"503,apply=after,times=1@Nope/": {200, [2]bool{true, true}},
	} {
		s := start(t, Options{Faults: []Fault{mustFault(t, spec)}})
		status, _ := call(t, s, http.MethodPost, base+"Company", body)
		if status != want.status {
			t.Errorf("%s: status %d, want %d", spec, status, want.status)
		}
		if got := [2]bool{nameOf(t, s, 0) == "x", nameOf(t, s, 1) == "x"}; got != want.written {
			t.Errorf("%s: the records were written: %v, want %v", spec, got, want)
		}
	}
}

package test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// TestHostileIndex: an answer that is not a list of records is a clear error with exit code 7 (1
// where it is above a limit), and no data; an odd one that is a list is shown.
func TestHostileIndex(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("[", 200) + strings.Repeat("]", 200)
	deeper := strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)
	tests := []struct {
		name, body string
		code       int
		// out is the whole of standard output as NDJSON, err a part of standard error.
		out, err string
	}{
		{name: "HTML", body: "<!DOCTYPE html><title>Sign in</title>", code: 7, err: "an HTML page titled \"Sign in\", not a JSON array"},
		{name: "nothing", body: "", code: 7, err: "an empty body"},
		{name: "blanks", body: " \n ", code: 7, err: "a body of blanks"},
		{name: "text", body: "OK", code: 7, err: "not a JSON array"},
		{name: "null", body: "null", code: 7, err: "not a JSON array"},
		{name: "object", body: `{"error":"no"}`, code: 7, err: "not a JSON array"},
		{name: "half a body", body: `[{"guid":"1"},{"guid":"2"`, code: 7, err: "cut off"},
		{name: "two bodies", body: `[{"guid":"1"}][{"guid":"2"}]`, code: 7, err: "not valid JSON"},
		{name: "wrong JSON", body: `[{"guid":1,}]`, code: 7, err: "not valid JSON"},
		{name: "no array of objects", body: `[1,2]`, code: 7, err: "the list of joborders that the server sent cannot be read: element 1"},
		{name: "empty list", body: `[]`, err: "no joborders found"},
		{name: "byte order mark", body: "\ufeff[{\"guid\":\"1\"}]", out: `{"guid":"1"}` + "\n"},
		{name: "neither guid nor id", body: `[{"dtype":"JobOrder"}]`, out: `{"dtype":"JobOrder"}` + "\n"},
		{name: "number where text is expected", body: `[{"guid":1,"dtype":7,"updatedAt":"soon"}]`, out: `{"guid":1,"dtype":7,"updatedAt":"soon"}` + "\n"},
		{name: "duplicate keys", body: `[{"guid":"1","guid":"2"}]`, out: `{"guid":"1","guid":"2"}` + "\n"},
		{name: "unknown fields in their order", body: `[{"z":1e400,"guid":"1","a":9007199254740993,"m":10.10,"é":"🔥"}]`, out: `{"z":1e400,"guid":"1","a":9007199254740993,"m":10.10,"é":"🔥"}` + "\n"},
		{name: "200 levels", body: `[{"guid":"1","deep":` + deep + `}]`, out: `{"guid":"1","deep":` + deep + `}` + "\n"},
		{name: "100,000 levels", body: `[{"guid":"1","deep":` + deeper + `}]`, code: 1, err: "the answer is nested deeper than 1000 levels"},
		{name: "broken UTF-8", body: "[{\"guid\":\"\xff\"}]", code: 7, err: "the answer is not UTF-8 text (after 10 bytes)"},
		{name: "a character cut off", body: "[{\"guid\":\"1\"}]\xc3", code: 7, err: "the answer is not UTF-8 text (after 14 bytes)"},
		{name: "UTF-16 without a word", body: "\xff\xfe[\x00]\x00", code: 7, err: "the answer is not UTF-8 text (after 0 bytes)"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			environment := with(variables(t, answering(t, test.body, "{}")), "AIMSIO_MAX_WAIT=1ms")
			got := run(environment, "joborders", "list", "-o", "ndjson")
			if got.code != test.code || got.out != test.out || !strings.Contains(got.err, test.err) {
				t.Errorf("code %d, want %d\nstdout %q, want %q\nstderr %q, want %q in it", got.code, test.code, got.out, test.out, got.err, test.err)
			}
			for _, format := range []string{"table", "json", "csv", "yaml"} {
				if other := run(environment, "joborders", "list", "-o", format); other.code != test.code {
					t.Errorf("-o %s ends with %d, want %d: %s", format, other.code, test.code, other.err)
				}
			}
		})
	}
}

// TestTableNamesWhatIsFetchedBy: a server may call the key of its stubs id where guid is described.
func TestTableNamesWhatIsFetchedBy(t *testing.T) {
	t.Parallel()
	server := answering(t, `[{"dtype":"JobOrder","id":9007199254740993,"updatedAt":1}]`, "{}")
	got := run(variables(t, server), "joborders", "list", "--time", "epoch")
	if fields := strings.Fields(got.out); strings.Join(fields, " ") != "dtype id updatedAt JobOrder 9007199254740993 1" {
		t.Errorf("stdout:\n%s", got.out)
	}
}

// TestEntryWithoutID: --full reports a stub that cannot be fetched, and goes on.
func TestEntryWithoutID(t *testing.T) {
	t.Parallel()
	server := answering(t, `[{"guid":"1"},{"dtype":"JobOrder"},{"id":""},{"id":{"a":1}},{"id":3}]`, `{"jobGuid":`+theID+`}`)
	got := run(variables(t, server), "joborders", "list", "--full", "-o", "ndjson")
	if got.code != 6 || got.out != "{\"jobGuid\":\"1\"}\n{\"jobGuid\":\"3\"}\n" {
		t.Errorf("code %d, stdout %q", got.code, got.out)
	}
	for _, want := range []string{"entry 2 of the list", "entry 3 of the list", "entry 4 of the list", "3 records could not be read, 2 were read"} {
		if !strings.Contains(got.err, want) {
			t.Errorf("standard error lacks %q:\n%s", want, got.err)
		}
	}
}

// TestHostileRecord: one record whose answer is no record is reported and does not stop the rest.
func TestHostileRecord(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{"HTML": "<html>", "nothing": "", "array": "[]", "text": `"x"`, "half": `{"a":`, "null": "null"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := serving(t, func(w http.ResponseWriter, r *http.Request) {
				switch {
				case strings.HasSuffix(r.URL.Path, "/JobOrder"):
					_, _ = fmt.Fprint(w, `[{"guid":"1"},{"guid":"2"},{"guid":"3"}]`)
				case strings.HasSuffix(r.URL.Path, "/2"):
					_, _ = fmt.Fprint(w, body)
				default:
					number := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
					_, _ = fmt.Fprintf(w, `{"jobGuid":%q,"jobNumber":%q}`, number, number)
				}
			})
			got := run(with(variables(t, server), "AIMSIO_MAX_WAIT=1ms"), "joborders", "list", "--full", "-o", "ndjson", "--columns", "jobNumber")
			if want := "{\"jobNumber\":\"1\"}\n{\"jobNumber\":\"3\"}\n"; got.code != 6 || got.out != want {
				t.Errorf("code %d, stdout %q, want 6 and %q\n%s", got.code, got.out, want, got.err)
			}
			if !strings.Contains(got.err, "job order 2: ") {
				t.Errorf("standard error does not name the record:\n%s", got.err)
			}
		})
	}
}

// TestTooLarge: a body above the limit is refused, whether it says its size or not, and one that
// never ends is not waited for.
func TestTooLarge(t *testing.T) {
	t.Parallel()
	endless := serving(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprint(w, `{"jobNumber":"`)
		for chunk := strings.Repeat("x", 32<<10); ; {
			if _, err := fmt.Fprint(w, chunk); err != nil {
				return
			}
		}
	})
	gigabyte := serving(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1073741824")
		_, _ = fmt.Fprint(w, `{"jobNumber":"`)
	})
	index := serving(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "4294967296")
		_, _ = fmt.Fprint(w, `[`)
	})
	if got := run(variables(t, index), "joborders", "list", "-o", "ndjson"); got.code == 0 || got.out != "" || !strings.Contains(got.err, "larger than 2 GiB") {
		t.Errorf("an index of 4 GiB: %+v", got)
	}
	for name, server := range map[string]string{"endless": endless, "announced": gigabyte} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := run(variables(t, server), "joborders", "get", "1", "-o", "json")
			if got.code == 0 || got.out != "" || !strings.Contains(got.err, "larger than 64 MiB") {
				t.Errorf("code %d, stdout %q, stderr %q", got.code, got.out, got.err)
			}
		})
	}
}

// TestSlowBody: an answer that stops in the middle ends with the time-out, exit code 7.
func TestSlowBody(t *testing.T) {
	t.Parallel()
	server := serving(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = fmt.Fprint(w, `[{"guid":"1"}`)
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	})
	got := run(with(variables(t, server), "AIMSIO_TIMEOUT=50ms", "AIMSIO_MAX_WAIT=1ms"), "joborders", "list", "-o", "ndjson")
	if got.code != 7 || got.out != "" || !strings.Contains(got.err, "no complete answer within 50ms (timeout)") {
		t.Errorf("code %d, stdout %q, stderr %q", got.code, got.out, got.err)
	}
}

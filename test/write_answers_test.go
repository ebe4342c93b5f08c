package test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// answeringWrites keeps no records, but answers each write with one text, and calls the records T-1 and T-2
// its own where it is told so.
func answeringWrites(t *testing.T, status int, answer string, has ...string) string {
	t.Helper()
	return serving(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		var text string
		guid := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
		switch {
		case r.Method == http.MethodPost:
			w.WriteHeader(status)
			text = answer
		case strings.HasSuffix(r.URL.Path, "/JobOrder"):
			var stubs []string
			for _, key := range has {
				stubs = append(stubs, `{"dtype":"JobOrder","guid":"guid-of-`+key+`","updatedAt":99999999999999}`)
			}
			text = "[" + strings.Join(stubs, ",") + "]"
		default:
			text = `{"jobGuid":"` + guid + `","jobNumber":"` + strings.TrimPrefix(guid, "guid-of-") + `"}`
		}
		_, _ = io.WriteString(w, text)
	})
}

// TestAnswersThatSpeakAgainstIt: a success that says "failed" is none. What tells the record is that
// record's; what does not leaves all of them open, and --verify decides.
func TestAnswersThatSpeakAgainstIt(t *testing.T) {
	t.Parallel()
	const jobs = `[{"jobNumber":"T-1"},{"jobNumber":"T-2"}]`
	for _, test := range []struct {
		status   int
		answer   string
		outcomes string
		code     int
	}{
		{200, ``, "written:2", 0},
		{200, `{"errors":[],"failureCount":0,"success":true,"error":null}`, "written:2", 0},
		{200, `[{"guid":"a","jobStatus":"Failed"},{"guid":"b","jobStatus":"Error"}]`, "written:2", 0},
		{207, `{"results":[{"key":"T-1","status":"created"},{"key":"T-2","status":"error","message":"is locked"}]}`, "failed:1 written:1", 6},
		{202, `{"failed":[{"jobNumber":"T-2","reason":"is locked"}]}`, "failed:1 written:1", 6},
		{200, `[{"status":200},{"status":400,"message":"is locked"}]`, "failed:1 written:1", 6},
		{200, `{"data":{"saved_count":1,"requested_count":2}}`, "unknown:2", 6},
		{200, `{"hasErrors":true}`, "unknown:2", 6},
		{200, `{"status":"FAILED"}`, "unknown:2", 6},
		{202, `{"jobId":"17","status":"queued"}`, "unknown:2", 6},
		{202, ``, "unknown:2", 6},
		{200, `Error: is locked`, "unknown:2", 6},
		{200, `[{"guid":"a"}]`, "unknown:2", 6},
		{200, `[{"guid":"a"},{"guid":"b"},{"guid":"c"}]`, "unknown:2", 6},
		{206, `[{"guid":"a"},{"guid":"b"}]`, "unknown:2", 6},
	} {
		t.Run(fmt.Sprint(test.status, test.answer), func(t *testing.T) {
			t.Parallel()
			file := fileWith(t, "jobs.json", jobs)
			environment := variables(t, answeringWrites(t, test.status, test.answer))
			got := run(environment, "joborders", "create", "--no-validate", "-f", file, "-o", "ndjson")
			results := resultsOf(t, got.out)
			if got.code != test.code || outcomes(results) != test.outcomes {
				t.Errorf("code %d, %s", got.code, got.out)
			}
			for _, result := range results {
				if result.Outcome == "failed" && (result.Key != "T-2" || result.Message != "is locked") {
					t.Errorf("%+v", result)
				}
			}
			if !strings.HasPrefix(test.outcomes, "unknown") {
				return
			}
			environment = variables(t, answeringWrites(t, test.status, test.answer, "T-2"))
			got = run(environment, "joborders", "create", "--no-validate", "-f", file, "-o", "ndjson", "--verify")
			want := "failed:1 written:1"
			if test.status == http.StatusAccepted {
				want = "unknown:1 written:1" // what is not there yet may come
			}
			if results := resultsOf(t, got.out); got.code != 6 || outcomes(results) != want || results[1].GUID != "guid-of-T-2" {
				t.Errorf("verified: code %d, %s%s", got.code, got.out, got.err)
			}
		})
	}
}

// TestAnyCallThatIsLeftOpen: the answer to a call of any path is printed as it came. Where it speaks against
// the write, that is said, by the exit code too, and the log does not call it written.
func TestAnyCallThatIsLeftOpen(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		status       int
		answer, says string
	}{
		{200, `{"success":true}`, ""},
		{200, `{"jobGuid":"a","jobNumber":"T-1","jobStatus":"Cancelled"}`, ""},
		{201, `[{"guid":"a"}]`, ""},
		{200, `{"success":false,"message":"is locked"}`, "the server answered with success, but speaks of an error: is locked"},
		{200, `[{"status":"error","message":"is locked"}]`, "the server answered with success, but speaks of an error: is locked"},
		{207, `{"results":[{"status":201},{"status":400,"message":"is locked"}]}`, "the server answered with success, but speaks of an error: is locked"},
		{202, `{"failed":[{"reason":"is locked"}]}`, "the server answered with success, but speaks of an error: is locked"},
		{202, ``, "the server answered that it is not done yet: accepted (202)"},
		{202, `{"jobId":"17"}`, "the server answered that it is not done yet: accepted (202)"},
	} {
		environment := variables(t, answeringWrites(t, test.status, test.answer))
		call := []string{"api", "POST", "JobOrder", "-o", "json", "-f", fileWith(t, "job.json", "{}")}
		for _, args := range [][]string{call, append(call, "-q"), append(call, "--jq", ".")} {
			code := 0
			if test.says != "" {
				code = 6
			}
			if jq := args[len(args)-1] == "."; jq && test.answer == "" {
				continue // no JSON, which jq was to read
			}
			got := run(environment, args...)
			if got.code != code || args[len(args)-1] != "." && got.out != test.answer || got.out == "" && test.answer != "" {
				t.Errorf("%d %s: %v: %+v", test.status, test.answer, args, got)
			}
			want := fmt.Sprintf(`{"error":{"code":6,"message":"POST /rest/api/standard/v1/JobOrder: %s; it may or may not have been carried out",`+
				`"hint":"look whether it was carried out before you send it again","status":%d,"request":"POST /rest/api/standard/v1/JobOrder"}}`, test.says, test.status)
			if says := strings.Contains(got.err, want); says != (test.says != "") {
				t.Errorf("%d %s: standard error: %s", test.status, test.answer, got.err)
			}
		}
		want := "written"
		if test.says != "" {
			want = "unknown " + test.says
		}
		runs := run(environment, "log", "-o", "ndjson", "--jq", ".run")
		if runs.code != 0 || runs.out == "" {
			t.Errorf("%d %s: the log: %+v", test.status, test.answer, runs)
		}
		for id := range strings.Lines(runs.out) {
			shown := run(environment, "log", "show", strings.Trim(id, "\"\n"), "-o", "ndjson", "--jq", `.outcome + " " + (.message // "")`)
			if strings.Trim(shown.out, "\" \n") != want {
				t.Errorf("%d %s: the log: %+v", test.status, test.answer, shown)
			}
		}
	}
}

// TestNoSecretOfACallThatIsLeftOpen: what its path carries is not repeated.
func TestNoSecretOfACallThatIsLeftOpen(t *testing.T) {
	t.Parallel()
	environment := variables(t, answeringWrites(t, 202, ""))
	got := run(environment, "api", "POST", "JobOrder?token=sesame-street", "-o", "json")
	if got.code != 6 || strings.Contains(got.err, "sesame") {
		t.Errorf("%+v", got)
	}
}

// TestWritesAnsweredWithNoStatus: what HTTP does not know for a status says nothing of what became of a
// write, and that the server did answer.
func TestWritesAnsweredWithNoStatus(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"000 X", "099 X", "101 X", "600 X", "999 X"} {
		server := serving(t, sends("HTTP/1.1 "+line+"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
		environment := variables(t, server)
		for _, args := range [][]string{
			{"employees", "create", "--no-validate", "--set", "employeeCode=E-1"},
			{"employees", "create", "--no-validate", "--set", "employeeLastName=keyless"},
			{"invoices", "update-status", "1", "--status", "x"},
		} {
			if args[1] == "update-status" {
				environment = variables(t, odd(t, line))
			}
			got := run(environment, append(args, "-o", "ndjson")...)
			if results := resultsOf(t, got.out); got.code != 6 || outcomes(results) != "unknown:1" {
				t.Errorf("%s: %v: code %d, %s%s", line, args, got.code, got.out, got.err)
			}
		}
	}
}

// odd has one invoice and answers writes with the given line of status.
func odd(t *testing.T, line string) string {
	t.Helper()
	return serving(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodPost:
			sends("HTTP/1.1 "+line+"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")(w, r)
		case strings.HasSuffix(r.URL.Path, "/1"):
			_, _ = io.WriteString(w, `{"invoiceGuid":"1","invoiceStatus":"Draft"}`)
		default:
			_, _ = io.WriteString(w, `[{"guid":"1","updatedAt":1}]`)
		}
	})
}

package test

import (
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
		{200, `Error: is locked`, "unknown:2", 6},
		{200, `[{"guid":"a"}]`, "unknown:2", 6},
		{200, `[{"guid":"a"},{"guid":"b"},{"guid":"c"}]`, "unknown:2", 6},
		{206, `[{"guid":"a"},{"guid":"b"}]`, "unknown:2", 6},
	} {
		t.Run(test.answer, func(t *testing.T) {
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
			if results := resultsOf(t, got.out); got.code != 6 || outcomes(results) != "failed:1 written:1" || results[1].GUID != "guid-of-T-2" {
				t.Errorf("verified: code %d, %s%s", got.code, got.out, got.err)
			}
		})
	}
}

// TestLogOfAnyCall: the log does not call a call written whose answer speaks of an error.
func TestLogOfAnyCall(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]string{`{"success":true}`: "written", `{"success":false,"message":"is locked"}`: "unknown is locked"} {
		environment := variables(t, answeringWrites(t, 200, answer))
		got := run(environment, "api", "POST", "/rest/api/standard/v1/JobOrder", "-f", fileWith(t, "job.json", "{}"))
		if got.code != 0 || got.out != answer {
			t.Errorf("%+v", got)
		}
		ids := run(environment, "log", "-o", "ndjson", "--jq", ".run")
		shown := run(environment, "log", "show", strings.Trim(ids.out, "\"\n"), "-o", "ndjson", "--jq", `.outcome + " " + (.message // "")`)
		if strings.Trim(shown.out, "\" \n") != want {
			t.Errorf("%s: %+v", answer, shown)
		}
	}
}

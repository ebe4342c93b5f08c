package answer

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// calling is a call that writes records of an entity that has a field called as servers call their statements.
func calling(op *api.Operation, sent []Sent) Call {
	entity := &api.Entity{
		Name: "things", GUID: "thingGuid", Key: []string{"thingNumber"},
		Fields: []api.Field{
			{Name: "thingGuid", Type: api.String}, {Name: "thingNumber", Type: api.String}, {Name: "thingStatus", Type: api.String},
			{Name: "errors", Type: api.Array}, {Name: "state", Type: api.String, Enum: []string{"Rejected", "Active"}},
		},
	}
	return Call{Entity: entity, Operation: op, Sent: sent}
}

// things are n records with the keys T-1, T-2, …, of which the GUIDs are not known.
func things(t testing.TB, n int, more string) []Sent {
	t.Helper()
	sent := make([]Sent, n)
	for i := range sent {
		body, err := record.New(record.Value(fmt.Sprintf(`{"thingNumber":"T-%d"%s}`, i+1, more)))
		if err != nil {
			t.Fatal(err)
		}
		sent[i] = Sent{Key: fmt.Sprintf("T-%d", i+1), Body: body}
	}
	return sent
}

func wrapped() *api.Operation {
	return &api.Operation{Verb: api.Create, Method: http.MethodPost, Path: "/Thing", Wrapper: "thingList", Body: api.BodyWrapped}
}

// outcomes gives the first letters of the outcomes of records that got an answer: w, f or u. An answer that is
// none leaves all of them open.
func outcomes(c Call, status int, body string) (letters string, records []Verdict) {
	result := Read(c, status, http.Header{}, []byte(body))
	if result.Fault != "" {
		return strings.Repeat("u", len(c.Sent)), make([]Verdict, len(c.Sent))
	}
	for _, v := range result.Records {
		letters += string("wfu"[v.Outcome])
	}
	return letters, result.Records
}

// Each answer is that to two records, T-1 and T-2. The letters say what becomes of them: written,
// failed, unknown.
func TestWhatAnswersSay(t *testing.T) {
	const u, w = "uu", "ww"
	for _, tt := range []struct {
		want, body string
	}{
		// Nothing is said against it.
		{w, ``},
		{w, `OK`},
		{w, `null`},
		{w, `"Success"`},
		{w, `true`},
		{w, `2`},
		{w, `200`},
		{w, `{}`},
		{w, `{"errors":[]}`},
		{w, `{"errors":null,"error":"","Error":{}}`},
		{w, `{"failureCount":0}`},
		{w, `{"failure_count":"0","hasErrors":false}`},
		{w, `{"success":true}`},
		{w, `{"success":"true","message":"saved 2 records, 0 errors"}`},
		{w, `{"error":null}`},
		{w, `{"error":{"code":0,"message":""}}`},
		{w, `{"errorMessage":"none","errorCode":0}`},
		{w, `{"status":"OK","failed":[],"result":[{"guid":"a"},{"guid":"b"}]}`},
		{w, `{"status":200}`},
		{w, `{"statusCode":"200","statusText":"OK"}`},
		{w, `{"saved_count":2,"requested_count":2}`},
		{w, `{"created":1,"updated":1,"unchanged":0}`},
		{w, `{"created":2,"updated":0}`},
		{w, `{"created":["a"],"updated":["b"]}`},
		{w, `{"success":2,"failed":0}`},
		{w, `{"warnings":["error in the phone's format was mended"]}`},
		{w, `{"messages":["Saved"]}`},
		{w, `{"data":{"errors":[]},"success":true}`},
		{w, `{"success":true,"data":[]}`},
		{w, `[{"created":true},{"created":false,"updated":true}]`},
		{w, `[{"status":"ok"},{"status":201}]`},
		{w, `["a","b"]`},
		{w, `No errors.`},
		{w, `Saved without errors`},
		{w, `2 records saved, 0 failed`},
		{w, `{"thingList":[{"thingNumber":"T-2"},{"thingNumber":"T-1"}]}`},
		{w, `{"total":12345,"results":[{"thingNumber":"T-2"},{"thingNumber":"T-1"},{"thingNumber":"T-3"}]}`},
		// A record's own fields say nothing of the write.
		{w, `[{"guid":"a","thingStatus":"Failed"},{"guid":"b","thingStatus":"Error"}]`},
		{w, `[{"guid":"a","errors":["x"]},{"guid":"b","errors":["y"]}]`},
		{w, `[{"thingNumber":"T-1","errors":3},{"thingNumber":"T-2","errors":4}]`},
		{w, `[{"guid":"a","state":"Rejected"},{"guid":"b","state":"Rejected"}]`},
		{w, `[{"guid":"a","errorProneness":"high","rejectedBy":"Ann","failedAt":"never"},{"guid":"b"}]`},
		{w, `[{"guid":"a","thingFormData":{"status":"Failed","errors":["x"]}},{"guid":"b"}]`},
		{w, `[{"guid":"a","type":"Labour","description":"repaired the error lamp"},{"guid":"b"}]`},
		{w, `[{"guid":"a","state":"Failed"},{"guid":"b","state":"Error"}]`},
		// The whole is said to have failed, and not which record.
		{u, `{"success":false}`},
		{u, `{"Success":"False"}`},
		{u, `{"is_success":0,"success":"no"}`},
		{u, `{"ok":false}`},
		{u, `{"saved":false}`},
		{u, `{"status":"FAILED"}`},
		{u, `{"status":"error","message":"quota"}`},
		{u, `{"status":"not_saved"}`},
		{u, `{"status":"Partial"}`},
		{u, `{"state":"completed_with_errors"}`},
		{u, `{"status":400,"message":"bad"}`},
		{u, `{"status":"500"}`},
		{u, `{"statusCode":422}`},
		{u, `{"code":-1}`},
		{u, `{"type":"about:blank","title":"Bad Request","status":400}`},
		{u, `{"type":"error","text":"locked"}`},
		{u, `{"result":"error"}`},
		{u, `{"error":"quota"}`},
		{u, `{"error":true}`},
		{u, `{"errors":["locked"]}`},
		{u, `{"errors":["a","b"]}`},
		{u, `{"errors":{"thingNumber":["is too long"]}}`},
		{u, `{"ERRORMESSAGE":"locked"}`},
		{u, `{"error_description":"locked"}`},
		{u, `{"errorCode":17}`},
		{u, `{"exception":"NullPointerException"}`},
		{u, `{"hasErrors":true}`},
		{u, `{"has_errors":"true"}`},
		{u, `{"failureCount":1}`},
		{u, `{"failure_count":"1"}`},
		{u, `{"numberOfErrors":2}`},
		{u, `{"no_of_errors":2}`},
		{u, `{"failed":1,"success":1}`},
		{u, `{"failed":[0]}`},
		{u, `{"failed":[17]}`},
		{u, `{"failed":[{"id":1}]}`},
		{u, `{"skipped":1}`},
		{u, `{"rejectedRecords":[{"reason":"locked"}]}`},
		{u, `{"notSaved":1}`},
		{u, `{"saved_count":1,"requested_count":2}`},
		{u, `{"savedCount":4,"requestedCount":5}`},
		{u, `{"saved":0}`},
		{u, `{"created":1,"updated":0}`},
		{u, `{"count":1}`},
		{u, `{"data":{"success":false}}`},
		{u, `{"result":{"status":"error"}}`},
		{u, `{"response":{"errors":[{"message":"locked"}]}}`},
		{u, `{"response":{"data":{"failureCount":1}}}`},
		{u, `{"status":{"code":400,"message":"bad"}}`},
		{u, `{"summary":{"failed":1,"saved":1}}`},
		{u, `{"SaveThingsResult":{"Success":false}}`},
		{u, `{"thingListResponse":{"d":{"status":"error"}}}`},
		{u, `{"0":{"status":"ok"},"1":{"status":"error"}}`},
		{u, `{"details":{"errors":["locked"]}}`},
		{u, `{"results":{"succeeded":1,"failed":1}}`},
		{u, `{"message":"Error: locked"}`},
		{u, `{"message":"2 records processed, 1 failed"}`},
		{u, `{"messages":["Failed to save"]}`},
		{u, `{"messages":[{"severity":"ERROR","text":"locked"}]}`},
		{u, `"{\"success\":false}"`},
		{u, `Error: locked`},
		{u, `ERROR`},
		{u, `Failed to save`},
		{u, `"Failure"`},
		{u, `Could not save`},
		{u, `Can't save the records`},
		{u, `"The records weren’t saved"`},
		{u, `400 Bad Request`},
		{u, `HTTP/1.1 500 Internal Server Error`},
		{u, `1 of 2 saved`},
		{u, `2 processed, 1 rejected`},
		{u, `The records were not saved`},
		{u, `false`},
		{u, `1`},
		{u, `500`},
		{u, `<result><status>error</status></result>`},
		{u, "<?xml version=\"1.0\"?>\n<!-- x --><HTML><body>Sign in</body></HTML>"},
		{u, `[{"guid":"a"},{"gu`},
		{u, "{\"success\":false}\n{\"success\":true}"},
		{u, "Zo\xeb"},
		// It is not done yet.
		{u, `{"jobId":"77","status":"queued"}`},
		{u, `{"job":{"id":7},"jobStatus":"PENDING"}`},
		{u, `{"status":"in_progress"}`},
		{u, `{"queued":2}`},
		{u, `{"inProgress":true}`},
		{u, `{"in_progress":2}`},
		{u, `{"completed":false}`},
		{u, `Queued`},
		{u, `{"status":202}`},
		// Some records are missing, or nothing tells whose entry is whose.
		{u, `[]`},
		{u, `{"results":[]}`},
		{u, `[{"guid":"a"}]`},
		{u, `["a"]`},
		{u, `[{"guid":"a"},{"guid":"b"},{"guid":"c"}]`},
		{u, `[{"status":400,"message":"locked"}]`},
		{u, `[{"thingNumber":"T-8"},{"thingNumber":"T-9"}]`},
		{"wu", `[{"thingNumber":"T-1"}]`},
		{"uw", `{"thingList":[{"thingNumber":"T-2","thingGuid":"b"}]}`},
		{"uw", `{"results":["T-2"]}`},
		{"uw", `{"created":["T-2"],"total":2}`},
		// The answer tells which record failed: by position,
		{"wf", `[{"guid":"a"},{"guid":"b","error":"locked"}]`},
		{"wf", `[{"status":200},{"status":400,"message":"locked"}]`},
		{"ff", `[{"status":400},{"status":400}]`},
		{"wf", `{"results":[{"status":"created"},{"status":"error"}]}`},
		{"wf", `{"data":{"results":[{"status":"success"},{"status":"Failed","message":"locked"}]}}`},
		{"wf", `{"response":{"items":[{"success":true},{"success":false}]}}`},
		{"wf", `{"hasErrors":true,"results":[{"status":"ok"},{"status":"error"}]}`},
		{"wf", `{"success":false,"results":[{"status":"ok"},{"status":"error"}]}`},
		{"wf", `{"failureCount":1,"results":[{"guid":"a"},{"errors":["locked"]}]}`},
		{"wf", `{"errors":[null,"locked"]}`},
		{"wf", `["ok","error: locked"]`},
		{"wf", `[true,false]`},
		{"uf", `[{"status":"queued"},{"status":"error"}]`},
		{"wf", `{"thingList":[{"guid":"a"},{"guid":"b","save_status":"REJECTED"}]}`},
		// by key,
		{"wf", `{"failed":["T-2"]}`},
		{"wf", `{"failed":[{"thingNumber":"T-2","reason":"locked"}],"saved":["T-1"]}`},
		{"wf", `{"errors":[{"key":"T-2","message":"locked"}]}`},
		{"wf", `{"errors":{"T-2":"locked"}}`},
		{"wf", `{"T-1":"ok","T-2":"error"}`},
		{"wf", `{"results":{"T-1":{"success":true},"T-2":{"success":false}}}`},
		{"wf", `{"errors":[{"record":{"thingNumber":"T-2"},"message":"locked"}]}`},
		{"fw", `[{"thingNumber":"T-2"},{"thingNumber":"T-1","error":"locked"}]`},
		{"uf", `{"success":false,"errors":[{"key":"T-2","message":"locked"}]}`},
		{"uf", `{"failureCount":2,"errors":[{"key":"T-2","message":"locked"}]}`},
		{"uf", `{"errors":[{"key":"T-2","message":"locked"},{"message":"and one more"}]}`},
		// or by a place that it tells. Rows and lines count from 1, unless a 0 shows that they do not.
		{"wf", `{"errors":[{"index":1,"message":"locked"}]}`},
		{"fw", `{"errors":[{"index":0,"message":"locked"}]}`},
		{"wf", `{"errors":[{"index":2,"message":"locked"}]}`},
		{"wf", `{"errors":[{"row":2,"message":"locked"}]}`},
		{"fw", `{"errors":[{"line":0,"message":"locked"}]}`},
		{"fu", `{"errors":[{"line":1,"message":"locked"}]}`},
		{"ff", `{"errors":[{"row":0,"message":"x"},{"row":1,"message":"y"}]}`},
		{u, `{"errors":[{"index":7,"message":"locked"}]}`},
	} {
		t.Run(tt.body, func(t *testing.T) {
			got, records := outcomes(calling(wrapped(), things(t, 2, "")), http.StatusOK, tt.body)
			if got != tt.want {
				t.Errorf("%s, want %s: %+v", got, tt.want, records)
			}
			for _, v := range records {
				if v.Outcome == Failed && strings.Contains(tt.body, "locked") && v.Words != "locked" && v.Words != "error: locked" {
					t.Errorf("the server's words became %q", v.Words)
				}
				if (v.Outcome == Unknown) != (v.Reason != "") {
					t.Errorf("no reason, or one for nothing: %+v", v)
				}
			}
		})
	}
}

// An answer to one record tells which one it is only where it names it, or where the call did.
func TestWhatAnswersSayOfOne(t *testing.T) {
	one := &api.Operation{Verb: api.Delete, Method: http.MethodDelete, Path: "/Thing/{thingGuid}"}
	for _, tt := range []struct {
		want, body string
		op         *api.Operation
	}{
		{"w", `{"guid":"a"}`, wrapped()},
		{"w", `{"guid":"a","thingStatus":"Failed"}`, wrapped()},
		{"w", `{"guid":"a","errors":["x"]}`, wrapped()},
		{"u", `{"success":false,"message":"locked"}`, wrapped()},
		{"u", `{"id":"a","status":"error"}`, wrapped()},
		{"f", `{"thingNumber":"T-1","error":"locked"}`, wrapped()},
		{"f", `[{"status":400,"message":"locked"}]`, wrapped()},
		{"u", `{"id":"77","status":"queued"}`, wrapped()},
		{"f", `{"success":false,"message":"in use"}`, one},
		{"f", `Error: in use`, one},
		{"u", `{"status":"queued"}`, one},
		{"u", `<html>`, one},
		{"f", `{"id":"a","success":false,"message":"in use"}`, one},
		{"w", `{"deleted":true}`, one},
		{"w", `{"deleted":1}`, one},
		{"u", `{"deleted":0}`, one},
	} {
		t.Run(tt.body, func(t *testing.T) {
			if got, records := outcomes(calling(tt.op, things(t, 1, "")), http.StatusOK, tt.body); got != tt.want {
				t.Errorf("%s, want %s: %+v", got, tt.want, records)
			}
		})
	}
}

// A field that was sent is the record's own, unless it comes back as something that speaks of a failure.
func TestFieldsThatWereSent(t *testing.T) {
	for body, want := range map[string]string{
		`[{"guid":"a","status":"Rejected"}]`: "w",
		`[{"guid":"a","status":"error"}]`:    "u",
		`[{"guid":"a","status":"Active"}]`:   "w",
		`[{"status":"error"}]`:               "f",
	} {
		if got, _ := outcomes(calling(wrapped(), things(t, 1, `,"status":"Rejected"`)), http.StatusOK, body); got != want {
			t.Errorf("%s: %s, want %s", body, got, want)
		}
	}
}

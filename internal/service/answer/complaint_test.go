package answer

import (
	"net/http"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// What an answer to a call of any sort says against it is told in the server's words, and nothing is made up.
func TestComplaint(t *testing.T) {
	const failed, waits = "the server answered with success, but speaks of an error: ", "the server answered that it is not done yet: "
	widgets := &api.Entity{GUID: "widgetGuid", Fields: []api.Field{{Name: "widgetGuid"}, {Name: "widgetStatus"}, {Name: "widgetErrors"}}}
	for _, tt := range []struct {
		entity     *api.Entity
		status     int
		body, want string
	}{
		{nil, 200, ``, ""}, {nil, 200, `OK`, ""}, {nil, 200, `[]`, ""}, {nil, 200, `{"guid":"a"}`, ""},
		{nil, 200, `{"success":true,"errors":[]}`, ""}, {nil, 200, `[{"guid":"a"},{"guid":"b"}]`, ""},
		{nil, 200, `{"success":false,"message":"locked"}`, failed + "locked"},
		{nil, 200, `[{"guid":"a"},{"error":"locked"}]`, failed + "locked"},
		{nil, 200, `[{"status":"error"}]`, failed + `{"status":"error"}`},
		{nil, 200, `{"errors":[{"index":0,"message":"locked"}]}`, failed + "locked"},
		{nil, 200, `{"saved":1,"requested":2}`, "by the numbers of the answer, not all records were written"},
		{nil, 200, `Error: locked`, failed + "Error: locked"},
		{nil, 200, `<html>`, "the answer is an HTML page"},
		{nil, 200, `{"a`, "the answer is JSON that breaks off or is damaged"},
		{nil, 202, ``, waits + "accepted (202)"}, {nil, 202, `[{"guid":"a"}]`, waits + "accepted (202)"},
		{nil, 202, `{"id":"17","status":"queued"}`, waits + `{"id":"17","status":"queued"}`}, {nil, 202, `{"success":true}`, ""},
		{nil, 207, `[{"status":200},{"status":400,"message":"locked"}]`, failed + "locked"},
		{nil, 207, ``, waits + "several statuses (207), and not which records they are of"},
		{nil, 206, ``, ""}, {nil, 204, ``, ""}, {nil, 205, ``, "the server answered 205 Reset Content, which is no success"},
		{widgets, 200, `{"widgetGuid":"a","widgetStatus":"Cancelled","widgetErrors":3}`, ""},
		{widgets, 200, `[{"widgetGuid":"a","widgetStatus":"Failed"}]`, ""},
		{widgets, 200, `{"guid":"a","success":false,"message":"locked"}`, failed + "locked"},
	} {
		if got := Complaint(tt.entity, tt.status, http.Header{}, []byte(tt.body)); got != tt.want {
			t.Errorf("%d %s: %q, want %q", tt.status, tt.body, got, tt.want)
		}
	}
}

package answer

import (
	"net/http"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
)

func TestStatusesOfAnswers(t *testing.T) {
	for _, tt := range []struct {
		status     int
		body, want string
	}{
		{200, ``, "ww"}, {201, ``, "ww"}, {202, ``, "uu"}, {202, `OK`, "uu"}, {204, ``, "ww"},
		{202, `[{"guid":"a"},{"guid":"b"}]`, "ww"},
		{202, `{"jobId":"x"}`, "uu"}, {202, `{"success":true}`, "ww"},
		{202, `{"id":"x"}`, "uu"},
		{202, `{"results":[{"status":"ok"},{"status":"error"}]}`, "wf"},
		{207, ``, "uu"}, {207, `OK`, "uu"},
		{207, `[{"status":201},{"status":400}]`, "wf"},
		{207, `{"results":[{"status":201},{"status":200}]}`, "ww"},
		{101, ``, "uu"}, {203, ``, "uu"}, {205, ``, "uu"}, {206, `[{"guid":"a"},{"guid":"b"}]`, "uu"}, {208, ``, "uu"}, {226, ``, "uu"}, {99, ``, "uu"},
	} {
		if got, _ := outcomes(calling(wrapped(), things(t, 2, "")), tt.status, tt.body); got != tt.want {
			t.Errorf("%d %s: %s, want %s", tt.status, tt.body, got, tt.want)
		}
	}
}

// The number of an entry is not the GUID of its record.
func TestIndexesAreNoGUIDs(t *testing.T) {
	for body, want := range map[string]string{
		`[{"id":0},{"id":1}]`:                                 " ",
		`[{"id":1},{"id":2}]`:                                 " ",
		`[{"id":"1"},{"id":"2"}]`:                             " ",
		`[{"guid":0},{"guid":1}]`:                             " ",
		`{"results":[{"id":1,"thingNumber":"T-2"}]}`:          " ",
		`[{"id":9007199254740993},{"id":2}]`:                  "9007199254740993 2",
		`[{"id":"batch-7"},{"id":"batch-7"}]`:                 " ",
		`[{"guid":"1"},{"guid":"2"}]`:                         "1 2",
		`[{"id":0,"thingGuid":"a"},{"id":1,"thingGuid":"b"}]`: "a b",
		`[{"index":0,"guid":"a"},{"index":1,"guid":"b"}]`:     "a b",
	} {
		_, records := outcomes(calling(wrapped(), things(t, 2, "")), http.StatusOK, body)
		if got := records[0].GUID + " " + records[1].GUID; got != want {
			t.Errorf("%s: %q, want %q", body, got, want)
		}
	}
}

// Where the call carries the record alone, there is no list in which it could have a place.
func TestSmallNumbersOfSingleRecords(t *testing.T) {
	op := &api.Operation{Verb: api.Create, Method: http.MethodPost, Path: "/Thing", Body: api.BodyRecord}
	got, records := outcomes(calling(op, things(t, 1, "")), http.StatusCreated, `{"id":1,"thingNumber":"T-1"}`)
	if got != "w" || records[0].GUID != "1" {
		t.Errorf("%s: %+v", got, records)
	}
}

// A word does one thing only: a map has no order that could decide between two.
func TestWordsStandOnce(t *testing.T) {
	names, texts := 0, 0
	for _, list := range partWords() {
		names += len(strings.Fields(list))
	}
	for _, list := range textPartWords() {
		texts += len(strings.Fields(list))
	}
	if names != len(vocabulary()) || texts != len(textWords()) {
		t.Errorf("%d words of names make %d, %d of texts %d", names, len(vocabulary()), texts, len(textWords()))
	}
}

// A server cannot keep the program busy with names and nesting.
func TestAnswersThatAreHardToRead(t *testing.T) {
	deep := strings.Repeat(`{"data":`, 5000) + `1` + strings.Repeat(`}`, 5000)
	for name, body := range map[string]string{
		"deep data":   deep,
		"deep errors": `{"errors":` + strings.Repeat(`[`, 5000) + strings.Repeat(`]`, 5000) + `}`,
		"names":       `{"` + strings.Repeat("noerrorisok", 4) + `":1,"` + strings.Repeat("errorserr", 4) + `x":1,"` + strings.Repeat("in", 20) + `":1}`,
		"long text":   strings.Repeat("saved ", 1<<20),
		"many":        `[` + strings.Repeat(`{"error":"x"},`, 100_000) + `{}]`,
	} {
		if got, _ := outcomes(calling(wrapped(), things(t, 2, "")), http.StatusOK, body); len(got) != 2 {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// A GUID names its record in whatever letter case it was sent and the server repeats it.
func TestAnswersInAnotherCase(t *testing.T) {
	t.Parallel()
	sent := things(t, 2, "")
	sent[0].ID, sent[1].ID = "AAAAAAAA-0000-4000-8000-00000000000A", "bbbbbbbb-0000-4000-8000-00000000000b"
	const body = `[{"guid":"BBBBBBBB-0000-4000-8000-00000000000B","error":"locked"},{"guid":"aaaaaaaa-0000-4000-8000-00000000000a"}]`
	if got, _ := outcomes(calling(wrapped(), sent), http.StatusOK, body); got != "wf" {
		t.Errorf("%s, want the second to have failed", got)
	}
}

// Some of the records are named in the answer, and the others stand at their places in it.
func TestAnswersThatNameSome(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`[{"guid":"g1"},{"guid":"new"}]`:                           "ww",
		`[{"guid":"new"},{"guid":"g1"}]`:                           "wu", // in another order, which may be that of others
		`[{"guid":"g1"},{"guid":"new","thingNumber":"T-9"}]`:       "wu",
		`[{"guid":"g1"},{"status":"error","message":"locked"}]`:    "wf",
		`[{"guid":"g1"},null]`:                                     "wu",
		`[{"guid":"g1"}]`:                                          "wu",
		`{"results":[{"guid":"g1"},{"guid":"new"}],"status":"OK"}`: "ww",
	} {
		sent := things(t, 2, "")
		sent[0].ID = "g1"
		got, records := outcomes(calling(wrapped(), sent), http.StatusOK, body)
		if got != want {
			t.Errorf("%s: %s, want %s", body, got, want)
		}
		if want == "ww" && records[1].GUID != "new" {
			t.Errorf("%s: the GUID is %q", body, records[1].GUID)
		}
	}
}

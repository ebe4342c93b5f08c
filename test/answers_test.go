package test

import (
	"fmt"
	"io"
	"net/http"
	"path"
	"strings"
	"sync"
	"testing"

	"github.com/aimsio-cli/aimsio/test/harness"
)

// oddAnswers is a server of job orders one to three, of which the second is answered with something
// else. It notes what is written.
type oddAnswers struct {
	mu     sync.Mutex
	second string
	writes []string
}

func newOddAnswers(t *testing.T, second string) (*oddAnswers, map[string]string) {
	t.Helper()
	s := &oddAnswers{second: second}
	return s, with(variables(t, serving(t, s.serve)), "AIMSIO_MAX_WAIT=1ms")
}

func (s *oddAnswers) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch id := path.Base(r.URL.Path); {
	case r.Method != http.MethodGet:
		body, _ := io.ReadAll(r.Body)
		s.writes = append(s.writes, string(body))
	case id == "JobOrder":
		_, _ = io.WriteString(w, `[{"guid":"g1","updatedAt":1},{"guid":"g2","updatedAt":1},{"guid":"g3","updatedAt":1}]`)
	case id == "g2":
		_, _ = io.WriteString(w, s.second)
	default:
		_, _ = fmt.Fprintf(w, `{"jobGuid":%q,"jobNumber":"J-%s","jobName":"Rig","jobStatus":"Active"}`, id, id)
	}
}

func (s *oddAnswers) written() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.writes
}

// noRecords are answers to a call for g2 that are whole and of status 200, and no such record.
func noRecords() map[string]string {
	return map[string]string{
		`{"error":{"code":17,"message":"session lost"}}`: "it has no jobGuid; it says: session lost",
		`{}`:                                       "it has no jobGuid",
		`{"status":"error"}`:                       "it has no jobGuid",
		`{"jobGuid":"g3","jobNumber":"J-g3"}`:      `its jobGuid is "g3"`,
		`{"jobGuid":7,"jobNumber":"J-g2"}`:         `its jobGuid is "7"`,
		`{"jobGuid":"G2","jobNumber":"J-g2"}`:      `its jobGuid is "G2"`,
		`{"jobGuid":null,"jobNumber":"J-g2"}`:      "it has no jobGuid",
		`{"data":{"jobGuid":"g2"}}`:                "it has no jobGuid",
		`{"id":"g2","message":"not here"}`:         "it has no jobGuid; it says: not here",
		`{"jobGuid":"g2","a":1,"jobGuid":"g3"}`:    `its jobGuid is "g3"`,
		`{"jobNumber":"J-g2","jobName":"no GUID"}`: "it has no jobGuid",
	}
}

// TestAnAnswerThatIsNotTheRecord: a whole answer of status 200 that is no record, or another one's, is a
// failure of that record alone: it is not shown, not stored, and nothing is made of it.
func TestAnAnswerThatIsNotTheRecord(t *testing.T) {
	t.Parallel()
	harness.OneByOne(t)
	for answer, why := range noRecords() {
		t.Run(answer, func(t *testing.T) {
			t.Parallel()
			why = "the answer is not the job order asked for: " + why
			server, environment := newOddAnswers(t, answer)
			for _, arguments := range [][]string{
				{"list", "--full"}, {"get", "g1", "g2", "g3"},
			} {
				got := run(environment, append(append([]string{"joborders"}, arguments...), "-o", "ndjson", "--columns", "jobGuid")...)
				if got.code != 6 || got.out != "{\"jobGuid\":\"g1\"}\n{\"jobGuid\":\"g3\"}\n" || !strings.Contains(got.err, "job order g2: ") || !strings.Contains(got.err, why) {
					t.Errorf("%v: %+v", arguments, got)
				}
			}
			if got := run(environment, "joborders", "get", "g2", "-o", "json"); got.code != 1 || got.out != "" || !strings.Contains(got.err, `"status":200`) {
				t.Errorf("a single one: %+v", got)
			}
			for _, arguments := range [][]string{{"sync", "joborders"}, {"sync", "joborders"}} {
				if got := run(environment, arguments...); got.code != 6 || !strings.Contains(got.err, why) {
					t.Errorf("%v: %+v", arguments, got)
				}
				if got := asked(t, environment, "select id from objects order by 1"); got != "g1\ng3" {
					t.Errorf("the mirror has %q", got)
				}
			}
			if got := run(environment, "joborders", "list", "--full", "-o", "ndjson", "--columns", "jobGuid"); got.code != 6 || got.out != "{\"jobGuid\":\"g1\"}\n{\"jobGuid\":\"g3\"}\n" {
				t.Errorf("through the mirror: %+v", got)
			}
			for _, more := range [][]string{{}, {"--dry-run"}} {
				got := run(environment, append([]string{"joborders", "update", "g2", "--set", "jobName=Changed", "-o", "json"}, more...)...)
				if len(more) == 0 && got.code == 0 || strings.Contains(got.out, `"written"`) || len(server.written()) > 0 {
					t.Errorf("update %v: %+v, sent %q", more, got, server.written())
				}
			}
		})
	}
}

// TestAKeyThatReadsLikeAGUID: an id of the index is a GUID, so a record whose key reads the same is another one.
func TestAKeyThatReadsLikeAGUID(t *testing.T) {
	t.Parallel()
	_, environment := newOddAnswers(t, `{"jobGuid":"g9","jobNumber":"g2"}`)
	for _, arguments := range [][]string{{"list", "--full", "--no-mirror"}, {"list", "--full"}} {
		got := run(environment, append(append([]string{"joborders"}, arguments...), "-o", "ndjson", "--columns", "jobGuid")...)
		if got.code != 6 || strings.Contains(got.out, "g9") || !strings.Contains(got.err, `its jobGuid is "g9"`) {
			t.Errorf("%v: %+v", arguments, got)
		}
	}
	if got := run(environment, "sync", "joborders"); got.code != 6 || !strings.Contains(got.err, `its jobGuid is "g9"`) {
		t.Errorf("sync: %+v", got)
	}
}

// TestOneOfSeveralUpdatesIsNotTheRecord: the others are written, and the one is failed.
func TestOneOfSeveralUpdatesIsNotTheRecord(t *testing.T) {
	t.Parallel()
	server, environment := newOddAnswers(t, `{"jobGuid":"g3","jobNumber":"J-g3"}`)
	got := run(environment, "joborders", "update", "g1", "g2", "g3", "--set", "jobName=Changed", "-o", "ndjson", "--columns", "key,outcome")
	sent := strings.Join(server.written(), "")
	if got.code != 6 || strings.Contains(sent, "g2") || strings.Count(sent, "Changed") != 2 || strings.Count(sent, `"g3"`) != 1 {
		t.Errorf("%+v, sent %s", got, sent)
	}
	if !strings.Contains(got.out, `{"key":"g2","outcome":"failed"}`) {
		t.Errorf("stdout %s", got.out)
	}
}

// TestReadingBackAnotherRecord: --verify believes only the record itself.
func TestReadingBackAnotherRecord(t *testing.T) {
	t.Parallel()
	server := serving(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			_, _ = io.WriteString(w, `{"invoiceGuid":"i3","invoiceStatus":"Sent"}`)
		}
	})
	got := run(variables(t, server), "invoices", "update-status", "i2", "--status", "Sent", "--verify")
	if got.code != 6 || !strings.Contains(got.err, `its invoiceGuid is "i3"`) || !strings.Contains(got.err, "verified 1 record, 0 as sent") {
		t.Errorf("%+v", got)
	}
}

// TestAGUIDInOtherLetters: letter case does not tell GUIDs apart.
func TestAGUIDInOtherLetters(t *testing.T) {
	t.Parallel()
	const record = `{"jobGuid":"0F0E0D0C-AAAA-4BBB-8CCC-0123456789AB"}`
	server := answering(t, `[{"guid":"0f0e0d0c-aaaa-4bbb-8ccc-0123456789ab"}]`, record)
	if got := run(variables(t, server), "joborders", "list", "--full", "-o", "ndjson"); got.code != 0 || got.out != record+"\n" {
		t.Errorf("%+v", got)
	}
}

// TestARecordInAnEnvelope: where an imported description puts the record into an envelope, it is the
// record in it that must be the one asked for.
func TestARecordInAnEnvelope(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]struct {
		code int
		err  string
	}{
		`{"data":{"widgetId":7,"name":"x"},"error":null}`:   {0, ""},
		`{"data":{"widgetId":8,"name":"x"}}`:                {1, `the answer is not the widget asked for: its widgetId is `},
		`{"data":null,"error":"no such widget"}`:            {1, "its data is null; it says: no such widget"},
		`{"data":[{"widgetId":7}]}`:                         {1, "its data is an array"},
		`{"data":{}}`:                                       {1, "it has no widgetId"},
		`{"widgetId":7}`:                                    {1, "it has no member data"},
		`{"status":"error","message":"try again tomorrow"}`: {1, "it has no member data; it says: try again tomorrow"},
	} {
		environment := variables(t, serving(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, answer) }))
		if got := runReal(environment, envelopeDescription, "spec", "import", "-"); got.code != 0 {
			t.Fatalf("%+v", got)
		}
		got := runReal(environment, "", "widgets", "get", "7", "-o", "json")
		if got.code != want.code || (got.out == "") != (want.code != 0) || !strings.Contains(got.err, want.err) {
			t.Errorf("%s: %+v, want %+v", answer, got, want)
		}
	}
}

const envelopeDescription = `openapi: 3.0.3
info: {title: Widgets, version: "1"}
servers: [{url: "https://example.com"}]
paths:
  /Widget:
    get:
      responses: {"200": {description: all, content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Widget"}}}}}}
  /Widget/{widgetId}:
    get:
      parameters: [{name: widgetId, in: path, required: true, schema: {type: integer}}]
      responses: {"200": {description: one, content: {application/json: {schema: {type: object, properties: {data: {$ref: "#/components/schemas/Widget"}, error: {type: string}}}}}}}
components:
  schemas:
    Widget:
      type: object
      properties:
        widgetId: {type: integer}
        name: {type: string}
`

// TestASuccessThatTheDescriptionKnows: a status beside 200 counts where the description says so.
func TestASuccessThatTheDescriptionKnows(t *testing.T) {
	t.Parallel()
	server := serving(t, func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusPartialContent)
		if strings.HasSuffix(r.URL.Path, "/Widget") {
			_, _ = io.WriteString(w, `[{"widgetId":7}]`)
			return
		}
		_, _ = io.WriteString(w, `{"data":{"widgetId":7}}`)
	})
	described := strings.ReplaceAll(envelopeDescription, `responses: {"200": {description: all`, `responses: {"206": {description: all`)
	environment := variables(t, server)
	if got := runReal(environment, described, "spec", "import", "-"); got.code != 0 {
		t.Fatalf("%+v", got)
	}
	if got := runReal(environment, "", "widgets", "list", "-o", "ndjson"); got.code != 0 || got.out != "{\"widgetId\":7}\n" {
		t.Errorf("%+v", got)
	}
	if got := runReal(environment, "", "widgets", "get", "7"); got.code != 7 || !strings.Contains(got.err, "206 Partial Content where 200 OK was expected") {
		t.Errorf("%+v", got)
	}
}

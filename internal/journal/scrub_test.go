package journal

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/scrub"
)

// Whatever way a secret takes into the journal, no file of it holds it.
func TestNoSecretReachesTheDisk(t *testing.T) {
	dir := t.TempDir()
	run := testRun("r")
	run.Server = "https://me:hunter2@sandbox.aimsio.com/"
	run.Command = []string{"aimsio", "--password", "hunter2", "--url", "https://me:hunter2@x/"}
	j := open(t, dir, run)
	e := entry("E-1")
	e.Path = "https://me:hunter2@x/y"
	e.Body = jsontext.Value(`{"userList":[{"userPassword":"hunter2"}]}`)
	e.Before = []jsontext.Value{jsontext.Value(`{"userPassword":"hunter2"}`)}
	begin(t, j, e)(Result{Outcome: "failed", Message: "cannot reach https://me:hunter2@x/y"})
	for _, body := range []string{
		`{"link":"https://h:8443/x?token=hunter2"}`, `"12:30:00 ?token=hunter2"`, `{"credentials":{"value":"hunter2"}}`, `{"secrets":["hunter2"]}`,
		`{"headers":[{"name":"Authorization","value":"Basic aHVudGVyMjpodW50ZXIy"}]}`, `{"db":"host=h password=hunter2"}`, `token=hunter2&a=b`,
	} {
		e := entry("E-3")
		e.Body, e.Before = jsontext.Value(body), []jsontext.Value{jsontext.Value(body)}
		begin(t, j, e)(Result{Outcome: "failed", Message: "at 12:30:00 https://h:8443/x?token=hunter2"})
	}
	begin(t, j, entry("E-2"))
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, path := range files {
		if content, err := os.ReadFile(path); err != nil || strings.Contains(string(content), "hunter2") || strings.Contains(string(content), "aHVudGVyMjpodW50ZXIy") {
			t.Errorf("%s: %v\n%s", path, err, content)
		}
	}
}

// A secret that is known as such reaches no file either, wherever it stands; what is in memory keeps it.
func TestNoKnownSecretReachesTheDisk(t *testing.T) {
	const secret = "quiet-heron"
	dir := t.TempDir()
	run := testRun("r")
	run.Command = []string{"aimsio", "--set", "a=" + secret}
	j, err := Open(dir, run, func(text string) string { return strings.ReplaceAll(text, secret, scrub.Hidden) })
	if err != nil {
		t.Fatal(err)
	}
	e := entry(secret, "E-2")
	e.GUIDs = []string{"", secret}
	e.Path = "/x/" + secret + "?y"
	e.Body = jsontext.Value(`{"a":"x ` + secret + `","b":{"` + secret + `":1}}`)
	e.Before = []jsontext.Value{jsontext.Value(`["` + secret + `"]`), nil}
	begin(t, j, e)(Result{Outcome: "failed", Message: "no " + secret})
	if e.Keys[0] != secret || run.Command[2] != "a="+secret {
		t.Error("what was given is changed")
	}
	content, err := os.ReadFile(filepath.Join(dir, currentName))
	if err != nil || strings.Contains(string(content), secret) {
		t.Errorf("%v\n%s", err, content)
	}
	calls := read(t, dir, Filter{})
	if len(calls) != 1 || calls[0].Keys[1] != "E-2" || calls[0].Path != "/x/***?y" || string(calls[0].Body) != `{"a":"x ***","b":{"***":1}}` ||
		calls[0].Result.Message != "no ***" {
		t.Errorf("%+v", calls)
	}
}

// What was taken out is marked, so that nobody takes it for a value: also a value that only looks so is told
// from it.
func TestHiddenPlacesAreMarked(t *testing.T) {
	dir := t.TempDir()
	j := open(t, dir, testRun("r"))
	j.known = func(text string) string { return strings.ReplaceAll(text, "hunter2", scrub.Hidden) }
	e := entry("E-1", "hunter2")
	e.GUIDs = []string{"", "g"}
	e.Path = "/x?token=abc"
	e.Body = jsontext.Value(`{"list":[{"a":"***"},{"a":"is hunter2","sessionId":"s"}]}`)
	e.Before = []jsontext.Value{nil, jsontext.Value(`{"sessionId":7,"a":"old"}`)}
	begin(t, j, e)(Result{Outcome: "written"})
	begin(t, j, entry("E-2"))(Result{Outcome: "written"})
	calls := read(t, dir, Filter{})
	want := []jsontext.Pointer{"/path", "/keys/1", "/body/list/1/a", "/body/list/1/sessionId", "/before/1/sessionId"}
	if got := calls[0].Hidden; !slices.Equal(got, want) {
		t.Errorf("marked are %q, want %q", got, want)
	}
	if got := calls[1].Hidden; got != nil {
		t.Errorf("nothing was hidden, and %q is marked", got)
	}
}

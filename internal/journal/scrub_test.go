package journal

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
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

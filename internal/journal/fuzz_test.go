package journal

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

// Whatever happened to the file, the lines around the damage are read, each damaged one is told of by
// its number, and nothing is made up.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"", "\n\n", "x", sentPrefix, sentPrefix + `"call":1}`, endedPrefix + `"call":"x"}`, `{"state":"sent","time":"2026-`,
		endedPrefix + `"run":"whole","call":1,"outcome":"failed"}`, sentPrefix + `"run":"r","call":9,"keys":["a",null],"body":{"a":1,"a":2}}`, "\xff\x00\r\n{}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, damage []byte) {
		dir := t.TempDir()
		add := func(id string) {
			j := open(t, dir, testRun(id))
			begin(t, j, entry("E-1"))(Result{Outcome: "written", Status: 200})
		}
		add("whole")
		path := filepath.Join(dir, currentName)
		file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := file.Write(damage); err != nil {
			t.Fatal(err)
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
		add("after")
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Count(string(content), "\n")
		found := map[string]int{}
		for call, err := range Read(dir, Filter{}) {
			var damaged *LineError
			switch {
			case errors.As(err, &damaged):
				if damaged.Path != path || damaged.Line < 3 || damaged.Line > lines-2 {
					t.Fatalf("of %d lines: %v", lines, err)
				}
			case err != nil:
				t.Fatal(err)
			default:
				found[call.Run.ID]++
			}
		}
		if found["whole"] < 1 || found["after"] < 1 {
			t.Fatalf("around %q: %v", damage, found)
		}
	})
}

// What is written is read again, whatever stands in it.
func FuzzWritten(f *testing.F) {
	f.Add("E-1", "/rest/Employee", `{"a":10.10,"b":9007199254740993}`, "no\nway")
	f.Add("\xff\"", "", `{"a":1,"a":"\ud800"}`, "\u2028")
	f.Add("", "x", "not JSON", "")
	f.Fuzz(func(t *testing.T, key, path, body, message string) {
		e := Entry{Method: "POST", Path: path, Keys: []string{key}, Body: jsontext.Value(body)}
		dir := t.TempDir()
		begin(t, open(t, dir, testRun("r")), e)(Result{Outcome: "written", Status: 200, Message: message})
		calls := read(t, dir, Filter{})
		if len(calls) != 1 || calls[0].Result == nil {
			t.Fatalf("%d calls", len(calls))
		}
		got, want := calls[0], (&Journal{}).scrubbed(e)
		plain := func(s string) string { return strings.ToValidUTF8(s, "\ufffd") }
		if same := strings.ToValidUTF8(got.Keys[0], "\ufffd"); same != plain(key) && !strings.Contains(same, "\ufffd") {
			t.Errorf("the key %q is read as %q", key, got.Keys[0])
		}
		compact := want.Body.Clone()
		if err := compact.Compact(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true), jsontext.PreserveRawStrings(true)); err != nil {
			t.Fatal(err)
		}
		if string(got.Body) != string(compact) {
			t.Errorf("the body %s is read as %s, want %s", body, got.Body, compact)
		}
	})
}

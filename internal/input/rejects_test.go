package input_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/input"
)

// reject writes the records with these numbers to w, and gives the rejects unclosed.
func reject(t *testing.T, f *input.File, w interface{ Write([]byte) (int, error) }, numbers ...int) input.Rejects {
	t.Helper()
	rejects, err := f.Rejects(w)
	if err != nil {
		t.Fatal(err)
	}
	at := 0
	for item, err := range f.Records() {
		if err != nil {
			t.Fatal(err)
		}
		at++
		for _, n := range numbers {
			if n != at {
				continue
			}
			if err := rejects.Add(item, "it is \"wrong\"; see\nbelow"); err != nil {
				t.Fatal(err)
			}
		}
	}
	return rejects
}

func TestRejectsHaveTheFormOfTheInput(t *testing.T) {
	for _, tt := range []struct{ name, content, want string }{
		{"CSV", "code,name\n1,a\n0012,\"b\nc\"\n3,\" d\"\n", "code,name,aimsio_reason\n0012,\"b\nc\",\"it is \"\"wrong\"\"; see below\"\n3,\" d\",\"it is \"\"wrong\"\"; see below\"\n"},
		{"CSV of Excel", "\ufeffsep=;\r\n code ;\"name\"\r\n1;a\r\n\"=\"\"2\"\"\";b\r\n3;\"1,5\"", "\ufeffsep=;\r\n code ;\"name\";aimsio_reason\r\n\"=\"\"2\"\"\";b;\"it is \"\"wrong\"\"; see below\"\r\n3;\"1,5\";\"it is \"\"wrong\"\"; see below\"\r\n"},
		{"CSV with blank lines", "\ncode\n1\n\n\n2\n\n3\n", "code,aimsio_reason\n2,\"it is \"\"wrong\"\"; see below\"\n3,\"it is \"\"wrong\"\"; see below\"\n"},
		{"JSON", `{"thingList":[{"a":1}, {"startDate": "2026-03-01"},{"b":[1,` + "\n" + `10.10]}]}`, "[\n{\"startDate\": \"2026-03-01\"},\n{\"b\":[1,\n10.10]}\n]\n"},
		{"NDJSON", "{\"a\": 1}\n\n{\"a\": 2}\r\n{\"a\":3}", "{\"a\": 2}\n{\"a\":3}\n"},
		{"YAML", "- a: 1\n- code: 0012 # one\n  x: [1, 'y']\n- c: |-\n    b\n\n    c\n", "---\ncode: 0012 # one\nx: [1, 'y']\n---\nc: |-\n  b\n\n  c\n"},
		{"YAML with anchors", "- &a {a: 1}\n- {b: *a}\n- {c: *a}\n", "---\n{\"b\":{\"a\":1}}\n---\n{\"c\":{\"a\":1}}\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			f := open(t, tt.content, options())
			if err := reject(t, f, &out, 2, 3).Close(); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, out.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			again := open(t, out.String(), options())
			if diff := cmp.Diff(withoutLines(read(f)[1:]), withoutLines(read(again))); diff != "" {
				t.Errorf("read again (-before +after):\n%s", diff)
			}
		})
	}
}

func withoutLines(lines []string) []string {
	var out []string
	for _, line := range lines {
		_, rest, _ := strings.Cut(line, " ")
		out = append(out, rest)
	}
	return out
}

func TestNoRejectsAreValidToo(t *testing.T) {
	for content, want := range map[string]string{"[{}]": "[\n]\n", "code\n1\n": "code,aimsio_reason\n", "{}\n{}\n": "", "- a: 1\n": ""} {
		var out bytes.Buffer
		if err := reject(t, open(t, content, options()), &out).Close(); err != nil {
			t.Fatal(err)
		}
		if out.String() != want {
			t.Errorf("%q: got %q, want %q", content, out.String(), want)
		}
	}
}

// A program that is killed closes nothing.
func TestAFileOfRejectsIsValidAfterEveryRecord(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "rejects.json"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	rejects := reject(t, open(t, `[{"code":"1"},{"code":"2"}]`, options()), file, 1, 2)
	want := "[\n{\"code\":\"1\"},\n{\"code\":\"2\"}\n]\n"
	for range 2 {
		got, err := os.ReadFile(file.Name())
		if err != nil || string(got) != want {
			t.Errorf("got %q, %v; want %q", got, err, want)
		}
		if err := rejects.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

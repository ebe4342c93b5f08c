package output

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/aimsio-cli/aimsio/internal/text"
)

// odd is what a careful program must hand on as it is.
const odd = `{"big":9007199254740993,"rate":10.10,"huge":1e400,"zero":-0,"e":1E+2,` +
	`"same":1,"same":2,"text":"\u00e9\/ a  b","list":[ 1, {"x" : [ ] } ],"empty":{},"none":null}`

func TestJSON(t *testing.T) {
	checkText(t, mustWrite(t, Options{Format: JSON}, `[]`), "[]\n")
	checkText(t, mustWrite(t, Options{Format: JSON}, "["+odd+",{}]"), `[
  {
    "big": 9007199254740993,
    "rate": 10.10,
    "huge": 1e400,
    "zero": -0,
    "e": 1E+2,
    "same": 1,
    "same": 2,
    "text": "\u00e9\/ a  b",
    "list": [
      1,
      {
        "x": []
      }
    ],
    "empty": {},
    "none": null
  },
  {}
]
`)
	checkText(t, mustWrite(t, Options{Format: JSON, Single: true}, `[{"a":1}]`), "{\n  \"a\": 1\n}\n")
}

func TestJSONSingleRefusesASecond(t *testing.T) {
	if _, err := write(t, Options{Format: JSON, Single: true}, `[{},{}]`); err == nil {
		t.Error("a second record was accepted")
	}
}

func TestJSONIsValidAfterAnInterruption(t *testing.T) {
	var out bytes.Buffer
	w, err := New(&out, Options{Format: JSON})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Write(rec(t, `{"a":1}`)), w.Close()); err != nil {
		t.Fatal(err)
	}
	if !json.Valid(out.Bytes()) {
		t.Errorf("%q is not JSON", out.String())
	}
}

func TestNDJSON(t *testing.T) {
	got := mustWrite(t, Options{Format: NDJSON}, "["+odd+",\n{ \"a b\" :\t\"c d\\\" e\" }]")
	checkText(t, got, strings.ReplaceAll(odd, `[ 1, {"x" : [ ] } ]`, `[1,{"x":[]}]`)+"\n"+`{"a b":"c d\" e"}`+"\n")
}

func TestNDJSONKeepsInvalidUTF8(t *testing.T) {
	array := "[{\"a\":\"x\xff\x9by\"}]"
	checkText(t, mustWrite(t, Options{Format: NDJSON}, array), "{\"a\":\"x\xff\x9by\"}\n")
	checkText(t, mustWrite(t, Options{Format: NDJSON, Terminal: true}, array), `{"a":"x\ufffd\ufffdy"}`+"\n")
}

func TestTerminalsGetEscapes(t *testing.T) {
	array := "[{\"k\u202e\":\"\u009b31m\x7f é 日本 \\u001b\"}]"
	checkText(t, mustWrite(t, Options{Format: NDJSON, Terminal: true}, array),
		`{"k\u202e":"\u009b31m\u007f é 日本 \u001b"}`+"\n")
	checkText(t, mustWrite(t, Options{Format: NDJSON}, array), array[1:len(array)-1]+"\n")
	checkText(t, mustWrite(t, Options{Format: CSV, Terminal: true}, `[{"a":"\u001b[1m\nx"}]`), "\"␛[1m\nx\"\n")
	shown := mustWrite(t, Options{Format: YAML, Terminal: true, Single: true}, array)
	if strings.ContainsFunc(shown, func(r rune) bool { return r != '\n' && text.Acts(r) }) {
		t.Errorf("%q acts on a terminal", shown)
	}
	var got map[string]string
	if err := yaml.Unmarshal([]byte(shown), &got); err != nil || got["k\u202e"] != "\u009b31m\x7f é 日本 \x1b" {
		t.Errorf("%q means %q (%v)", shown, got, err)
	}
}

func TestColumnsOfJSON(t *testing.T) {
	o := Options{Format: NDJSON, Columns: []string{"wbs.guid", "count", "start"}, Fields: jobs()}
	array := `[{"count":10.10,"start":1764000000000,"wbs":{"guid":"g"}},{"start":null}]`
	checkText(t, mustWrite(t, o, array), `{"wbs.guid":"g","count":10.10,"start":1764000000000}
{"start":null}
`)
	o.Time = utc(t)
	checkText(t, mustWrite(t, o, array), `{"wbs.guid":"g","count":10.10,"start":"2025-11-24T16:00:00Z"}
{"start":null}
`)
}

func TestTimesOfJSON(t *testing.T) {
	array := `[{"name":"x","start":1764000000001,"count":1764000000000,"wbs":{"at": 0},"crew":[{"from":1},{}],"days":[2,"x"],"start":"soon"}]`
	o := Options{Format: NDJSON, Fields: jobs()}
	checkText(t, mustWrite(t, o, array), strings.ReplaceAll(array[1:len(array)-1], ": ", ":")+"\n")
	o.Time = utc(t)
	checkText(t, mustWrite(t, o, array), `{"name":"x","start":"2025-11-24T16:00:00.001Z","count":1764000000000,`+
		`"wbs":{"at":"1970-01-01T00:00:00Z"},"crew":[{"from":"1970-01-01T00:00:00.001Z"},{}],`+
		`"days":["1970-01-01T00:00:00.002Z","x"],"start":"soon"}`+"\n")
}

func TestUnknownColumnAfterValidOutput(t *testing.T) {
	got, err := write(t, Options{Format: JSON, Columns: []string{"qqqqqqq"}, Fields: jobs()}, `[{"name":"x"}]`)
	var unknown *UnknownFieldError
	if !errors.As(err, &unknown) || !json.Valid([]byte(got)) {
		t.Errorf("wrote %q with error %v", got, err)
	}
}

func TestDeepNesting(t *testing.T) {
	deep := `{"a":` + strings.Repeat(`[{"b":`, 100) + `1` + strings.Repeat(`}]`, 100) + `}`
	for _, format := range formats() {
		if got := mustWrite(t, Options{Format: format, Header: true}, "["+deep+"]"); !strings.Contains(got, "1") {
			t.Errorf("%s: %q", format, got)
		}
	}
}

func TestSlowRecordsAreSeenSoon(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		w, err := New(&out, Options{Format: NDJSON})
		if err != nil {
			t.Fatal(err)
		}
		r := rec(t, `{"a":1}`)
		for i := range 5 {
			time.Sleep(flushAfter)
			if err := w.Write(r); err != nil {
				t.Fatal(err)
			}
			if got := strings.Count(out.String(), "\n"); got != i+1 {
				t.Errorf("%d records are out after %d", got, i+1)
			}
		}
	})
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestFailingOutputIsReported(t *testing.T) {
	for _, format := range formats() {
		w, err := New(brokenPipe{}, Options{Format: format, Header: true})
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(w.Write(rec(t, `{"a":1}`)), w.Close()); err == nil || !strings.Contains(err.Error(), "broken pipe") {
			t.Errorf("%s: error %v", format, err)
		}
	}
}

func BenchmarkNDJSON(b *testing.B) { benchmark(b, Options{Format: NDJSON}) }

func BenchmarkJSON(b *testing.B) { benchmark(b, Options{Format: JSON}) }

func BenchmarkYAML(b *testing.B) { benchmark(b, Options{Format: YAML}) }

func BenchmarkCSV(b *testing.B) {
	benchmark(b, Options{Format: CSV, Header: true, Columns: []string{"dtype", "guid", "updatedAt"}})
}

func BenchmarkCSVOfAllFields(b *testing.B) { benchmark(b, Options{Format: CSV, Header: true}) }

func BenchmarkTable(b *testing.B) {
	benchmark(b, Options{Header: true, Width: 80, Default: []string{"dtype", "guid", "updatedAt"}})
}

// benchmark writes 100,000 stubs of an index; ten times its time is that of the index of a
// million which docs/performance.md speaks of.
func benchmark(b *testing.B, o Options) {
	b.Helper()
	data := index(100_000)
	o.Fields = stubs()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		w, err := New(discard{}, o)
		if err != nil {
			b.Fatal(err)
		}
		if err := feed(w, bytes.NewReader(data)); err != nil {
			b.Fatal(err)
		}
	}
}

// discard is io.Discard without its short cut for whole readers.
type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

package output

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/output/table"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/text"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// fuzzed gives a record of what a fuzzer made up, if it is one.
func fuzzed(object string) (record.Record, bool) {
	if !record.Value(object).IsValid(record.Lenient()) {
		return record.Record{}, false
	}
	r, err := record.New(record.Value(object))
	return r, err == nil
}

func addObjects(f *testing.F) {
	f.Helper()
	for _, seed := range []string{
		odd, `{}`, `{"start":1764000000000,"wbs":{"guid":"g","at":-1},"days":[1,2],"crew":[{"from":0}]}`, "{\"a\":\"\x1b[2J\\u202e\\n\"}",
		"{\"\xff\":\"\xfe\"}", `{"a.b":{"c\\":1},"":{"":{}}}`, `{"a":[[],[{}]],"a":{"b":null}}`, `{"日本":"👨‍👩‍👧‍👦\u0301"}`,
	} {
		f.Add(seed)
	}
}

// JSON and NDJSON hold what came, to the byte but for blanks; a terminal gets no byte that acts.
func FuzzJSON(f *testing.F) {
	addObjects(f)
	f.Fuzz(func(t *testing.T, object string) {
		r, ok := fuzzed(object)
		if !ok {
			t.Skip()
		}
		want := string(record.AppendCompact(nil, r.Raw()))
		if got := mustWrite(t, Options{Format: NDJSON}, "["+object+"]"); got != want+"\n" {
			t.Errorf("%s became %s as NDJSON", object, got)
		}
		if got := record.AppendCompact(nil, []byte(mustWrite(t, Options{Format: JSON, Single: true}, "["+object+"]"))); string(got) != want {
			t.Errorf("%s became %s as JSON", object, got)
		}
		for _, format := range []Format{JSON, NDJSON} {
			shown := mustWrite(t, Options{Format: format, Terminal: true}, "["+object+"]")
			if strings.ContainsFunc(strings.ReplaceAll(shown, "\n", ""), text.Acts) {
				t.Errorf("%q acts on a terminal", shown)
			}
			if !record.Value(shown).IsValid(record.Lenient()) {
				t.Errorf("%q is not JSON", shown)
			}
		}
	})
}

// A table has a line for each record whatever is in them, or on a terminal lines that are no wider than that, and
// no byte that acts. The list of one record's fields has no such byte either.
func FuzzTableOfRecords(f *testing.F) {
	addObjects(f)
	f.Fuzz(func(t *testing.T, object string) {
		if _, ok := fuzzed(object); !ok {
			t.Skip()
		}
		array := "[" + object + `,{"number":"1"},` + object + "]"
		for _, width := range []int{0, 1, 30} {
			for _, chosen := range [][]string{nil, {"number", "start", "days"}} {
				shown := mustWrite(t, Options{Header: true, Fields: jobs(), Columns: chosen, Time: utc(t), Width: width}, array)
				lines := strings.Split(strings.TrimSuffix(shown, "\n"), "\n")
				if width == 0 && len(lines) != 4 {
					t.Fatalf("%d lines of %s: %q", len(lines), object, shown)
				}
				for _, line := range lines {
					if strings.ContainsFunc(line, text.Acts) || width > 1 && chosen != nil && table.Width(line) > width {
						t.Fatalf("%q at a width of %d", line, width)
					}
				}
			}
		}
		if list := mustWrite(t, Options{Single: true, Fields: jobs(), Width: 40}, "["+object+"]"); strings.ContainsFunc(strings.ReplaceAll(list, "\n", ""), text.Acts) {
			t.Errorf("%q acts on a terminal", list)
		}
	})
}

// Of two opposite filters exactly one holds, or for the order of a value that has none, neither.
func FuzzFilter(f *testing.F) {
	for _, object := range []string{`{"number":"0012","count":5,"open":true}`, `{"start":1764000000000,"x":"\ud800"}`, `{"a":{"b":1e5},"count":null}`, odd} {
		for _, name := range []string{"number", "count", "open", "start", "a.b", `x`, "big"} {
			f.Add(name, "5", object)
		}
	}
	f.Add("number", "'0012'", `{"number":"0012"}`)
	f.Add("start", "2026-03-01", `{"start":"x"}`)
	f.Fuzz(func(t *testing.T, name, value, object string) {
		r, ok := fuzzed(object)
		if !ok || strings.ContainsAny(name, "=!~<>") {
			t.Skip()
		}
		holds := func(op string) (bool, bool) {
			filter, err := ParseFilter(name+" "+op+" "+value, jobs(), time.Unix(0, 0), timetext.Zones{Time: time.UTC})
			if err != nil {
				if err.Error() == "" {
					t.Fatal("an error without words")
				}
				return false, false
			}
			held, err := filter.Match(r)
			if err != nil {
				t.Fatal(err)
			}
			return held, true
		}
		if strings.HasPrefix(strings.TrimSpace(value), "=") {
			t.Skip() // "< =" is no operator, but "<" and "=…" are one and a value
		}
		equals, parsed := holds("=")
		if differs, _ := holds("!="); parsed && equals == differs {
			t.Errorf("%q and %s: = and != are both %v for %s", name, value, equals, object)
		}
		if strings.Contains(object, "[") {
			return // of a list, one element may be less and another one more
		}
		for _, pair := range [][2]string{{"<", ">="}, {">", "<="}} {
			one, parsed := holds(pair[0])
			if other, _ := holds(pair[1]); parsed && one && other {
				t.Errorf("%q and %s: %s and %s both hold for %s", name, value, pair[0], pair[1], object)
			}
		}
	})
}

// A time that is shown reads as the same moment again.
func FuzzTimes(f *testing.F) {
	for _, ms := range []int64{0, -1, 1764000000000, 1764000000001, 253402300799999, -62167219200000, 1 << 62} {
		f.Add(ms, "America/Edmonton")
		f.Add(ms, "utc")
	}
	f.Fuzz(func(t *testing.T, ms int64, zone string) {
		times, err := ParseTimes(zone, timetext.Zones{Time: time.UTC})
		if err != nil || strings.EqualFold(zone, "epoch") {
			t.Skip()
		}
		shown, ok := times.append(nil, strconv.AppendInt(nil, ms, 10), api.Day)
		if !ok {
			return // which leaves the number
		}
		again, err := timetext.Parse(string(shown), time.UTC)
		// Offsets with seconds, before there were time zones, are cut to minutes in RFC 3339.
		if _, offset := time.UnixMilli(ms).In(times.zones.Time).Zone(); err != nil || again.UnixMilli() != ms && offset%60 == 0 {
			t.Errorf("%d is shown as %s, which reads as %d (%v)", ms, shown, again.UnixMilli(), err)
		}
	})
}

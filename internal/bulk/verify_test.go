package bulk_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/simulator"
)

// threeParts makes a file of new parts.
func (f *fixture) threeParts() string {
	f.t.Helper()
	return f.file("a.ndjson", part("A-1", "a", `,"partPrice":1.50`)+"\n"+part("A-2", "b", "")+"\n"+part("A-3", "c", "")+"\n")
}

// What was written is read back, by GUID where the answer told it and by key where not.
func TestVerify(t *testing.T) {
	t.Parallel()
	for _, shape := range []simulator.Answer{simulator.AnswerStubs, simulator.AnswerEmpty} {
		t.Run(string(shape), func(t *testing.T) {
			f := startWith(t, parts(), "parts", answering(shape))
			if err := f.create(bulk.Options{File: f.threeParts(), Verify: true}); err != nil {
				t.Fatal(err)
			}
			f.wantNote("verified 3 records, 3 as sent")
			f.wantOutcomes("1 A-1 written", "2 A-2 written", "3 A-3 written")
		})
	}
}

// reading answers, in the place of the server, calls that read one part; nil lets one pass.
func reading(change func(path string) *http.Response) func(int, *http.Request) *http.Response {
	return func(write int, r *http.Request) *http.Response {
		if write > 0 || !strings.HasPrefix(r.URL.Path, "/Part/") {
			return nil
		}
		return change(r.URL.Path)
	}
}

// A record that is not as it was sent is told with what the server has, and the run fails for it although all
// was written.
func TestVerifyFindsWhatWasNotKept(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		status    int
		body      string
		says      string
		notAsSent string
	}{
		"another value":   {http.StatusOK, `{"partGuid":"%s","partCode":"A-2","partName":"B","partPrice":7}`, `line 2 (A-2): partName: sent "b", the server has "B";`, "1 record not as sent"},
		"a value too few": {http.StatusOK, `{"partGuid":"%s","partCode":"A-2"}`, `line 2 (A-2): partName: sent "b", the server has nothing;`, "1 record not as sent"},
		"no such record":  {http.StatusNotFound, `{}`, "line 2 (A-2): ", "1 record not as sent"},
		"no good answer":  {http.StatusOK, `<html>`, "line 2 (A-2): ", "1 record not as sent"},
	} {
		t.Run(name, func(t *testing.T) {
			f := startWith(t, parts(), "parts")
			second := 0
			f.wire.instead = reading(func(path string) *http.Response {
				if second++; second != 2 {
					return nil
				}
				return says(tt.status, strings.ReplaceAll(tt.body, "%s", strings.TrimPrefix(path, "/Part/")))
			})
			f.oneByOne()
			err := f.create(bulk.Options{File: f.threeParts(), Verify: true})
			f.wantKind(err, fail.Partial, tt.notAsSent)
			f.wantProblem(tt.says)
			f.wantNote("verified 3 records, 2 as sent")
			f.wantOutcomes("1 A-1 written", "2 A-2 written", "3 A-3 written")
		})
	}
}

// Where nothing can be read back because the user may not, that is the error, told once and not for each record.
func TestVerifyThatMayNotRead(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	f.wire.instead = reading(func(string) *http.Response { return says(http.StatusForbidden, `{}`) })
	err := f.create(bulk.Options{File: f.threeParts(), Verify: true})
	f.wantKind(err, fail.Denied, "does not permit this user to use parts")
	if len(f.problems) != 0 {
		t.Errorf("%q", f.problems)
	}
	f.wantOutcomes("1 A-1 written", "2 A-2 written", "3 A-3 written")
}

// Records that failed are no matter of reading back, and the worse error counts.
func TestVerifyBesideFailures(t *testing.T) {
	t.Parallel()
	f := start(t, "employees")
	err := f.create(bulk.Options{File: f.file("new.csv", employees(3, 2)), Verify: true})
	f.wantKind(err, fail.Partial, "1 record could not be written")
	f.wantNote("verified 2 records, 2 as sent")
}

// What an interrupted run has written is not read back any more.
func TestVerifyIsLeftOutAfterAnInterruption(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	ctx, stop := context.WithCancelCause(t.Context())
	f.ctx = ctx
	f.wire.after = func(int) { stop(fail.ErrInterrupted) }
	f.wantKind(f.create(bulk.Options{File: f.threeParts(), Verify: true, BatchSize: 1}), fail.Interrupted)
	if len(f.wire.reads) != 0 || countIn(f.notes, "verified") != 0 {
		t.Errorf("%q, %q", f.wire.reads, f.notes)
	}
}

// An answer that is lost leaves open what became of its records. Reading back decides: those that are there are
// written, for the rows, the summary and the exit code alike, and rows behind them wait so that the order stays.
func TestDecideWritten(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	f.oneByOne()
	f.wire.lose = func(write int) bool { return write == 2 }
	err := f.create(bulk.Options{File: f.threeParts(), BatchSize: 1, Verify: true, Results: f.path("results.ndjson"), Rejects: f.path("rejects.ndjson")})
	if err != nil {
		t.Fatal(err)
	}
	f.wantOutcomes("1 A-1 written", "2 A-2 written", "3 A-3 written")
	second := f.rows.results[1]
	if second.Status != http.StatusOK || second.GUID == "" || !strings.HasSuffix(second.Message, "who knows; read back: it is there as sent") {
		t.Errorf("%+v", second)
	}
	f.wantNote("written 3, unchanged 0, failed 0, unknown 0, skipped 0; ")
	f.wantNote("read back 1 record of unknown outcome: 1 written, 0 failed, 0 unknown still")
	f.wantNote("verified 3 records, 3 as sent")
	want := []string{"1 A-1 written", "2 A-2 unknown", "3 A-3 written", "2 A-2 written"}
	if diff := cmp.Diff(want, outcomesOf(f.kept(f.path("results.ndjson")))); diff != "" {
		t.Errorf("the results, of which the last on a record counts:\n%s", diff)
	}
	if got := f.content(f.path("rejects.ndjson")); got != "" {
		t.Errorf("the rejects are %q", got)
	}
}

// Those that are not there have failed, and are rejects then.
func TestDecideFailed(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	f.oneByOne()
	f.wire.instead = func(write int, _ *http.Request) *http.Response {
		if write == 2 {
			return says(http.StatusBadGateway, `{"message":"who knows"}`)
		}
		return nil
	}
	err := f.create(bulk.Options{File: f.threeParts(), BatchSize: 1, Verify: true, Results: f.path("results.ndjson"), Rejects: f.path("rejects.ndjson")})
	f.wantKind(err, fail.Partial, "1 record could not be written")
	f.wantOutcomes("1 A-1 written", "2 A-2 failed", "3 A-3 written")
	if second := f.rows.results[1]; second.Status != http.StatusNotFound || !strings.HasSuffix(second.Message, "; read back: not found again") {
		t.Errorf("%+v", second)
	}
	f.wantNote("written 2, unchanged 0, failed 1, unknown 0, skipped 0; ")
	f.wantNote("read back 1 record of unknown outcome: 0 written, 1 failed, 0 unknown still")
	if got := f.content(f.path("rejects.ndjson")); got != part("A-2", "b", "")+"\n" {
		t.Errorf("the rejects are %q", got)
	}
}

// An update that did not arrive has failed with what the server has; one that arrived in part is written and told
// as not as sent.
func TestDecideAnUpdate(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		arrives int // how many of the two fields
		outcome string
		kind    fail.Kind
		says    string
	}{
		"nothing of it": {0, "failed", fail.Partial, `read back: partName: sent "new", the server has "bolt"; partPrice: sent 2.50, the server has 10.50;`},
		"half of it":    {1, "updated", fail.Partial, `read back: partPrice: sent 2.50, the server has 10.50;`},
		"all of it":     {2, "updated", -1, "read back: it is there as sent"},
	} {
		t.Run(name, func(t *testing.T) {
			f := startWith(t, parts(), "parts")
			id := f.ids("parts")[0]
			whole := string(f.get(id).Raw())
			if tt.arrives > 0 {
				whole = strings.Replace(whole, `"bolt"`, `"new"`, 1)
			}
			if tt.arrives > 1 {
				whole = strings.Replace(whole, "10.50", "2.50", 1)
			}
			var sent atomic.Bool
			f.wire.instead = func(write int, _ *http.Request) *http.Response {
				switch {
				case write > 0:
					sent.Store(true)
					return says(0, "")
				case sent.Load():
					return says(http.StatusOK, whole)
				default:
					return nil
				}
			}
			err := f.update(bulk.Options{Set: []string{"partName=new", "partPrice=2.50"}, Verify: true}, id)
			if tt.kind < 0 && err != nil {
				t.Fatal(err)
			}
			if tt.kind >= 0 {
				f.wantKind(err, tt.kind)
			}
			if row := f.rows.results[0]; row.Outcome != tt.outcome || !strings.Contains(row.Message, tt.says) {
				t.Errorf("%+v", row)
			}
		})
	}
}

// What cannot be read back stays unknown, and keeps the advice on what to do about it.
func TestDecideNothing(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	f.wire.lose = func(int) bool { return true }
	f.wire.instead = func(write int, _ *http.Request) *http.Response {
		if write > 0 {
			return nil
		}
		return says(http.StatusInternalServerError, `{}`)
	}
	err := f.create(bulk.Options{File: f.threeParts(), Verify: true, Rejects: f.path("rejects.ndjson"), Results: f.path("results.ndjson")})
	f.wantKind(err, fail.Unreachable, "the server did not answer: 3 records could not be written")
	for _, row := range f.rows.results {
		if row.Outcome != "unknown" || !strings.Contains(row.Message, "send it again, which is safe since it carries its key; read back: looking for it in the index: ") {
			t.Errorf("%+v", row)
		}
	}
	f.wantNote("read back 3 records of unknown outcome: 0 written, 0 failed, 3 unknown still")
	if len(f.kept(f.path("results.ndjson"))) != 3 || f.content(f.path("rejects.ndjson")) != "" {
		t.Error("what stays open is no reject, and is kept once")
	}
}

// A password that is refused while reading back ends it at once; the rows come all the same.
func TestDecideThatMayNotRead(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	ids := f.ids("parts")[:2]
	var sent atomic.Bool
	f.wire.instead = func(write int, _ *http.Request) *http.Response {
		switch {
		case write > 0:
			sent.Store(true)
			return says(0, "")
		case sent.Load():
			return says(http.StatusForbidden, `{}`)
		default:
			return nil
		}
	}
	f.wantKind(f.update(bulk.Options{Set: []string{"partName=new"}, Verify: true}, ids...), fail.Unreachable)
	if len(f.rows.results) != 2 || f.rows.results[1].Outcome != "unknown" || countIn(f.notes, "read back") != 0 {
		t.Errorf("%v, %q", f.rows.results, f.notes)
	}
	if reads := countIn(f.wire.reads, "/Part/"); reads > 4 {
		t.Errorf("%d reads", reads)
	}
}

// A server that says to write a record later is not asked to have it at once.
func TestDecideLater(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	f.wire.instead = func(write int, _ *http.Request) *http.Response {
		if write > 0 {
			return says(http.StatusAccepted, `[{"partCode":"A-1","status":"queued"}]`)
		}
		return nil
	}
	err := f.create(bulk.Options{File: f.file("a.ndjson", part("A-1", "a", "")), Verify: true})
	f.wantKind(err, fail.Partial)
	if row := f.rows.results[0]; row.Outcome != "unknown" || !strings.HasSuffix(row.Message, "read back: it is not there as sent yet; look again before you send it again") {
		t.Errorf("%+v", row)
	}
}

// Many rows that wait, in the order of the input, with rejects that belong to their records.
func TestDecideKeepsTheOrder(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	content, want := "", []string{}
	for i := 1; i <= 40; i++ {
		content += part(fmt.Sprintf("A-%d", i), "a", "") + "\n"
		outcome := "written"
		if i%7 == 3 {
			outcome = "failed"
		}
		want = append(want, fmt.Sprintf("%d A-%d %s", i, i, outcome))
	}
	f.oneByOne()
	f.wire.instead = func(write int, _ *http.Request) *http.Response {
		if write%7 == 3 {
			return says(http.StatusBadGateway, `{"message":"who knows"}`)
		}
		return nil
	}
	f.wantKind(f.create(bulk.Options{File: f.file("a.ndjson", content), BatchSize: 1, Verify: true, Rejects: f.path("rejects.ndjson")}), fail.Partial)
	f.wantOutcomes(want...)
	rejects := ""
	for i := 3; i <= 40; i += 7 {
		rejects += part(fmt.Sprintf("A-%d", i), "a", "") + "\n"
	}
	if diff := cmp.Diff(rejects, f.content(f.path("rejects.ndjson"))); diff != "" {
		t.Error(diff)
	}
}

// Rows that waited for reading back and then find nobody who reads them are no failure.
func TestDecideForNobody(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	f.rows.refused = fail.ErrNoReader
	f.wire.lose = func(write int) bool { return write == 1 }
	if err := f.create(bulk.Options{File: f.threeParts(), BatchSize: 1, Verify: true, Results: f.path("results.ndjson")}); err != nil {
		t.Fatal(err)
	}
	if kept := outcomesOf(f.kept(f.path("results.ndjson"))); kept[len(kept)-1] != "1 A-1 written" || len(kept) != 4 {
		t.Errorf("%q", kept)
	}
}

package journal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"
)

func testRun(id string) Run {
	return Run{ID: id, Environment: "sandbox", Server: "https://sandbox.aimsio.com/", User: "erp", Command: []string{"aimsio", "employees", "create"}}
}

func open(t *testing.T, dir string, run Run) *Journal {
	t.Helper()
	j, err := Open(dir, run, nil)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// at makes the journal's clock stand still.
func (j *Journal) at(text string) {
	moment, err := time.Parse(time.RFC3339, text)
	j.clock = func() time.Time { return moment }
	if err != nil {
		panic(err)
	}
}

func entry(keys ...string) Entry {
	return Entry{
		Entity: "employees", Operation: "create", Method: "POST", Path: "/rest/Employee", Keys: keys,
		Body: jsontext.Value(`{"employeeList":[{"a":10.10,"b":9007199254740993}]}`),
	}
}

func begin(t *testing.T, j *Journal, e Entry) func(Result) {
	t.Helper()
	done, err := j.Begin(e)
	if err != nil {
		t.Fatal(err)
	}
	return func(r Result) {
		t.Helper()
		if err := done(r); err != nil {
			t.Fatal(err)
		}
	}
}

// read gives all calls; an unreadable line fails the test.
func read(t *testing.T, dir string, f Filter) []Call {
	t.Helper()
	var calls []Call
	for c, err := range Read(dir, f) {
		if err != nil {
			t.Fatal(err)
		}
		calls = append(calls, c)
	}
	return calls
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state", "log")
	j := open(t, dir, testRun("r1"))
	j.at("2026-11-23T15:04:05Z")
	first := entry("E-1", "")
	first.Body = jsontext.Value("{\n \"a\": \"\\u00e9\u2028<\" }")
	first.Before = []jsontext.Value{jsontext.Value(`{"a":1.0}`), nil}
	done := begin(t, j, first)
	begin(t, j, entry("E-2"))
	done(Result{Outcome: "written", Status: 200, Took: 1500 * time.Millisecond})

	want := []Call{
		{Run: testRun("r1"), ID: 1, Time: time.Date(2026, 11, 23, 15, 4, 5, 0, time.UTC), Entry: first,
			Result: &Result{Outcome: "written", Status: 200, Took: 1500 * time.Millisecond}},
		{Run: testRun("r1"), ID: 2, Time: time.Date(2026, 11, 23, 15, 4, 5, 0, time.UTC), Entry: entry("E-2")},
	}
	want[0].Body = jsontext.Value("{\"a\":\"\\u00e9\u2028<\"}")
	want[0].Before = []jsontext.Value{want[0].Before[0], jsontext.Value("null")}
	if diff := cmp.Diff(want, read(t, dir, Filter{})); diff != "" {
		t.Error(diff)
	}
	if runtime.GOOS == "windows" {
		return
	}
	for path, mode := range map[string]os.FileMode{dir: 0o700, filepath.Join(dir, currentName): 0o600, filepath.Join(dir, "writes.lock"): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
}

func TestFilters(t *testing.T) {
	dir := t.TempDir()
	a, b := open(t, dir, testRun("a")), open(t, dir, Run{ID: "b", Environment: "portal"})
	a.at("2026-11-23T10:00:00Z")
	b.at("2026-11-23T12:00:00Z")
	begin(t, a, entry("E-1", "E-2"))
	begin(t, b, Entry{Entity: "joborders", Keys: []string{"J-1"}})
	noon := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		filter Filter
		want   string
	}{
		{Filter{}, "a b"},
		{Filter{Since: noon}, "b"},
		{Filter{Until: noon}, "a"},
		{Filter{Env: "portal"}, "b"},
		{Filter{Entity: "employees"}, "a"},
		{Filter{Key: "E-2"}, "a"},
		{Filter{Key: "E"}, ""},
		{Filter{Run: "b"}, "b"},
		{Filter{Run: "b", Env: "sandbox"}, ""},
	} {
		var got []string
		for _, c := range read(t, dir, tt.filter) {
			got = append(got, c.Run.ID)
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%+v: got %v, want %s", tt.filter, got, tt.want)
		}
	}
}

func TestRuns(t *testing.T) {
	dir := t.TempDir()
	j := open(t, dir, testRun("a"))
	for _, outcome := range []string{"halved", "written", "created", "updated", "deleted", "failed", "unknown", "skipped"} {
		begin(t, j, entry("E-1", "E-2"))(Result{Outcome: outcome})
	}
	begin(t, j, entry("E-3"))
	begin(t, j, entry("E-4", "E-5", "E-6"))(Result{Outcome: "unknown", Outcomes: []string{"updated", "failed", "unknown"}})
	begin(t, open(t, dir, testRun("b")), Entry{Method: "POST"})(Result{Outcome: "written"})
	var got []Summary
	for s, err := range Runs(dir, Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		s.Time = time.Time{}
		got = append(got, s)
	}
	want := []Summary{
		{Run: testRun("a"), Entities: []string{"employees"}, Calls: 10, Written: 9, Failed: 3, Unknown: 4},
		{Run: testRun("b"), Calls: 1, Written: 1},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestLatest: the run that began last counts, not the one that was written to last, nor one behind a damaged line.
func TestLatest(t *testing.T) {
	dir := t.TempDir()
	if _, found, err := Latest(dir, Filter{}); err != nil || found {
		t.Errorf("without a journal: %v, %v", found, err)
	}
	early, late := open(t, dir, testRun("early")), open(t, dir, testRun("late"))
	early.at("2026-11-23T15:04:05Z")
	begin(t, early, entry("E-1"))(Result{Outcome: "written", Status: 200})
	late.at("2026-11-23T15:04:06Z")
	begin(t, late, entry("E-2"))
	early.at("2026-11-23T15:04:07Z")
	begin(t, early, entry("E-1"))
	if err := late.file.add([]byte("nothing\n"), false); err != nil {
		t.Fatal(err)
	}
	latest, found, err := Latest(dir, Filter{})
	if err != nil || !found || latest.ID != "late" || !latest.Wrong() {
		t.Errorf("%+v, %v, %v", latest, found, err)
	}
	if latest, found, err := Latest(dir, Filter{Key: "E-1"}); err != nil || !found || latest.ID != "early" || latest.Calls != 2 || !latest.Wrong() {
		t.Errorf("of one key: %+v, %v, %v", latest, found, err)
	}
	if _, found, _ := Latest(dir, Filter{Env: "portal"}); found {
		t.Error("another environment has none")
	}
}

func TestNoJournalYet(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "missing")
	if calls := read(t, missing, Filter{}); len(calls) != 0 {
		t.Errorf("got %v", calls)
	}
	if _, err := os.Stat(missing); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("reading made the folder: %v", err)
	}
}

// A file is rotated before the line that it has no room for, and a call whose end stands in the
// next file is still one call.
func TestRotation(t *testing.T) {
	dir := t.TempDir()
	j := open(t, dir, testRun("r"))
	j.file.maxSize = 1500
	for i := range 20 {
		begin(t, j, entry(fmt.Sprintf("E-%d", i)))(Result{Outcome: "written", Message: strings.Repeat("x", i*10)})
	}
	files, err := rotated(dir)
	if err != nil || len(files) < 4 {
		t.Errorf("%d files are full, %v", len(files), err)
	}
	for _, path := range append(files, j.file.path()) {
		if info, err := os.Stat(path); err != nil || info.Size() > 1500 || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %d bytes, %v, %v", path, info.Size(), info.Mode(), err)
		}
	}
	calls := read(t, dir, Filter{})
	if len(calls) != 20 {
		t.Errorf("%d calls", len(calls))
	}
	for i, c := range calls {
		if c.ID != i+1 || c.Result == nil || len(c.Result.Message) != i*10 {
			t.Errorf("call %d is %d with %v", i+1, c.ID, c.Result)
		}
	}
}

// A writer was killed in the middle of a line, and later ones went on.
func TestDamagedLines(t *testing.T) {
	dir := t.TempDir()
	j := open(t, dir, testRun("r"))
	begin(t, j, entry("E-1"))
	cut := func(text string) {
		t.Helper()
		file, err := os.OpenFile(j.file.path(), os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		_, err = file.WriteString(text)
		if err := errors.Join(err, file.Close()); err != nil {
			t.Fatal(err)
		}
	}
	cut(`{"state":"sent","time":"2026-`)
	if calls := read(t, dir, Filter{}); len(calls) != 1 {
		t.Errorf("with a last line that is cut off: %d calls", len(calls))
	}
	begin(t, j, entry("E-2"))
	cut("\n\nsomething\n")
	begin(t, j, entry("E-3"))(Result{Outcome: "written"})
	cut(`{"state":"ended","call":"x"}` + "\n")
	var keys []string
	var lines []int
	for c, err := range Read(dir, Filter{}) {
		var damaged *LineError
		switch {
		case errors.As(err, &damaged):
			lines = append(lines, damaged.Line)
		case err != nil:
			t.Fatal(err)
		default:
			keys = append(keys, c.Keys...)
		}
	}
	if diff := cmp.Diff([]string{"E-1", "E-2", "E-3"}, keys) + cmp.Diff([]int{2, 6, 9}, lines); diff != "" {
		t.Error(diff)
	}
}

// A journal that cannot be written keeps the write from beginning.
func TestUnwritableFolder(t *testing.T) {
	base := t.TempDir()
	blocked := filepath.Join(base, "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	taken := filepath.Join(base, "taken")
	if err := os.MkdirAll(filepath.Join(taken, currentName), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{blocked, filepath.Join(blocked, "below"), taken} {
		if _, err := Open(dir, testRun("r"), nil); err == nil || !strings.Contains(err.Error(), "journal") {
			t.Errorf("%s: got %v", dir, err)
		}
	}
	if _, err := Open(base, Run{}, nil); err == nil {
		t.Error("a run without an ID is accepted")
	}

	gone := filepath.Join(base, "gone")
	j := open(t, gone, testRun("r"))
	if err := os.RemoveAll(gone); err != nil {
		t.Fatal(err)
	}
	if _, err := j.Begin(entry("E-1")); err == nil {
		t.Error("a call begins without its folder")
	}
}

const childFolder = "JOURNAL_TEST_FOLDER"

// TestTwoProcesses appends from two processes, several goroutines each, with rotations.
func TestTwoProcesses(t *testing.T) {
	if dir := os.Getenv(childFolder); dir != "" {
		appendMany(t, dir, "child")
		return
	}
	dir := t.TempDir()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestTwoProcesses$") //nolint:gosec // this very program
	child.Env = append(os.Environ(), childFolder+"="+dir)
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	appendMany(t, dir, "parent")
	if err := child.Wait(); err != nil {
		t.Fatal(err)
	}
	ended := map[string]int{}
	for _, c := range read(t, dir, Filter{}) {
		if c.Result != nil && c.Result.Message == strings.Join(c.Keys, "") {
			ended[c.Run.ID]++
		}
	}
	if diff := cmp.Diff(map[string]int{"parent": 100, "child": 100}, ended); diff != "" {
		t.Error(diff)
	}
	if files, err := rotated(dir); err != nil || len(files) < 3 {
		t.Errorf("%d files are full, %v", len(files), err)
	}
}

func appendMany(t *testing.T, dir, id string) {
	t.Helper()
	j := open(t, dir, testRun(id))
	j.file.maxSize = 20 << 10
	var workers sync.WaitGroup
	for worker := range 4 {
		workers.Go(func() {
			for i := range 25 {
				key := fmt.Sprintf("%s-%d-%d", id, worker, i)
				done, err := j.Begin(entry(key))
				if err == nil {
					err = done(Result{Outcome: "written", Message: key})
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	workers.Wait()
}

func TestRunIDs(t *testing.T) {
	moment := time.Date(2026, 11, 23, 16, 4, 5, 0, time.FixedZone("", 3600))
	a, b := NewRunID(moment), NewRunID(moment.Add(time.Second))
	if !regexp.MustCompile(`^20261123T150405-[0-9a-f]{4}$`).MatchString(a) || a >= b {
		t.Errorf("got %s and %s", a, b)
	}
}

// TestLogged: who has to know of a write learns of it before it is on disk and once it is over, even where the run has
// ended by then; a call that cannot be logged is not made.
func TestLogged(t *testing.T) {
	dir := t.TempDir()
	j := open(t, dir, testRun("a"))
	ctx, cancel := context.WithCancel(t.Context())
	marks := 0
	done, err := j.Logged(ctx, entry("1"), func(ctx context.Context) {
		if marks++; ctx.Err() != nil {
			t.Error("the mark is cancelled with the run")
		}
	})
	if err != nil || marks != 1 {
		t.Fatalf("%v after %d marks", err, marks)
	}
	cancel()
	if err := done(Result{Outcome: "written", Status: 200}); err != nil || marks != 2 {
		t.Errorf("%v after %d marks", err, marks)
	}
	for call, err := range Read(dir, Filter{}) {
		if err != nil || call.Result == nil || call.Result.Outcome != "written" {
			t.Errorf("%+v, %v", call, err)
		}
	}
	failing := open(t, t.TempDir(), testRun("b"))
	failing.file = newFile(filepath.Join(t.TempDir(), "gone"))
	if _, err := failing.Logged(t.Context(), entry("1"), func(context.Context) { marks++ }); err == nil || marks != 3 {
		t.Errorf("%v after %d marks", err, marks)
	}
}

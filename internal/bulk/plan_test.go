package bulk_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/session"
)

// Flags that mean nothing are refused before the input is looked at, the session opened or a file made.
func TestOptionsThatMeanNothing(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		options bulk.Options
		says    string
	}{
		"a batch of none":       {bulk.Options{BatchSize: -1}, "--batch-size and --max-errors are at least 1"},
		"no error to be told":   {bulk.Options{MaxErrors: -1}, "--batch-size and --max-errors are at least 1"},
		"another policy":        {bulk.Options{IfExists: "replace"}, `--if-exists is fail, skip or update, not "replace"`},
		"another format":        {bulk.Options{Input: "xls"}, "xls"},
		"no number":             {bulk.Options{MaxChanges: "few"}, "--max-changes few: it is a number of records, or a share such as 5%"},
		"more than there are":   {bulk.Options{MaxChanges: "101%"}, "a share is written as 5%, from 0% to 100%"},
		"a set that is no pair": {bulk.Options{Set: []string{"x"}}, `--set "x": it is written field=value`},
	} {
		t.Run(name, func(t *testing.T) {
			f := startWith(t, parts(), "parts")
			f.Session = func() (*session.Session, error) { t.Error("a session was opened"); return nil, errors.New("no") }
			_, err := f.plan(api.Create, service.ActionCreate, tt.options)
			f.wantKind(err, fail.Usage, tt.says)
		})
	}
}

// An entity that the API does not write is refused as a mistake in the command line.
func TestWhatCannotBeWritten(t *testing.T) {
	t.Parallel()
	f := start(t, "users")
	f.wantKind(f.create(bulk.Options{Set: []string{"userName=x"}}), fail.Usage, "users cannot be written")
}

// A guard that refuses ends the write before its input is read; a dry run goes on and ends with it.
func TestGuard(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	f.Refused = fail.New(fail.Guarded, "ask", "the environment is read-only")
	f.wantKind(f.create(bulk.Options{File: f.path("missing.ndjson")}), fail.Guarded, "read-only")
	f.wantKind(f.create(bulk.Options{File: f.threeParts(), DryRun: true}), fail.Guarded, "read-only")
	if len(f.rows.previews) != 3 {
		t.Errorf("the dry run shows %d rows", len(f.rows.previews))
	}
	f.wantNoPost()
}

// Whoever confirms a write is asked once all of the input is known to be right, and nothing is made before.
func TestConfirmation(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	var asked []string
	f.ConfirmWrite = func(context.Context) error { asked = append(asked, fmt.Sprint(len(f.wire.writes))); return nil }
	f.wantKind(f.create(bulk.Options{File: f.file("a.ndjson", part("A", "a", `,"partPrice":"x"`))}), fail.Invalid)
	if err := f.create(bulk.Options{File: f.threeParts(), DryRun: true}); err != nil {
		t.Fatal(err)
	}
	if len(asked) != 0 {
		t.Fatal("the user was asked for what is not sent")
	}
	f.forget()
	if err := f.create(bulk.Options{File: f.threeParts()}); err != nil {
		t.Fatal(err)
	}
	if strings.Join(asked, " ") != "0" {
		t.Errorf("asked %q", asked)
	}
}

// A session that cannot be had is an error of each kind of write.
func TestWithoutASession(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(withDelete), "parts")
	broken := errors.New("no password")
	f.Session = func() (*session.Session, error) { return nil, broken }
	for name, write := range map[string]func() error{
		"create": func() error { return f.create(bulk.Options{File: f.threeParts()}) },
		"update": func() error { return f.update(bulk.Options{Set: []string{"partName=x"}, DryRun: true}, "g-1") },
		"share":  func() error { return f.update(bulk.Options{Set: []string{"partName=x"}, MaxChanges: "5%"}, "g-1") },
	} {
		if err := write(); !errors.Is(err, broken) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A share is of all records that the list has; a number costs no call.
func TestMaxChanges(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		limit string
		count int
		fits  bool
		lists int
	}{{"3", 3, true, 0}, {"2", 3, false, 0}, {"0", 1, false, 0}, {"75%", 3, true, 1}, {"50%", 3, false, 1}, {"74.9%", 3, false, 1}, {"0%", 1, false, 1}, {"", 4, true, 0}} {
		t.Run(tt.limit, func(t *testing.T) {
			f := startWith(t, parts(), "parts")
			ids := f.ids("parts") // of which there are 4
			f.forget()
			err := f.update(bulk.Options{Set: []string{"partName=x"}, MaxChanges: tt.limit}, ids[:tt.count]...)
			if lists := countIn(f.wire.reads, "GET /Part") - countIn(f.wire.reads, "GET /Part/"); lists != tt.lists {
				t.Errorf("the list was read %d times", lists)
			}
			if tt.fits {
				if err != nil {
					t.Error(err)
				}
				return
			}
			f.wantKind(err, fail.Guarded, "would be written, and --max-changes "+tt.limit+" allows ", "raise --max-changes if this is meant")
			f.wantNoPost()
		})
	}
}

// A list that cannot be counted lets nothing happen.
func TestMaxChangesOfTheUnknown(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	for name, answer := range map[string]string{"refused": `{}`, "cut off": `[{"guid":"1"},`} {
		f.wire.instead = func(int, *http.Request) *http.Response {
			if name == "refused" {
				return says(403, answer)
			}
			return says(200, answer)
		}
		if err := f.update(bulk.Options{Set: []string{"partName=x"}, MaxChanges: "100%"}, "g-1"); err == nil {
			t.Errorf("%s: nothing stopped it", name)
		}
	}
	f.wantNoPost()
}

func TestParseLimit(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{"0": 0, "7": 7, "5%": 10, "0.5%": 1, "100%": 200, "33.4%": 66} { // of 200
		limit, err := bulk.ParseLimit("--allow-gone", text)
		if err != nil || !limit.Set || limit.Of(200) != want || limit.Text != text {
			t.Errorf("%s: %d, %v", text, limit.Of(200), err)
		}
	}
	for _, text := range []string{"-1", "-1%", "x", "%", "1.5", "NaN%", "Inf%", "1e9%", "5 %", "99999999999999999999"} {
		if _, err := bulk.ParseLimit("--allow-gone", text); !fail.Is(err, fail.Usage) || !strings.HasPrefix(err.Error(), "--allow-gone "+text+": ") {
			t.Errorf("%s: %v", text, err)
		}
	}
	if limit, err := bulk.ParseLimit("--allow-gone", ""); err != nil || limit.Set {
		t.Errorf("nothing is a limit: %+v, %v", limit, err)
	}
}

package planning_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/planning"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// want compares lines.
func want(t *testing.T, got []string, lines ...string) {
	t.Helper()
	if diff := cmp.Diff(lines, got); diff != "" {
		t.Error(diff)
	}
}

const changes = "billableItemCode,billableItemName,billableItemDefaultRate,billableItemDescription\n" +
	"B-1,Renamed,,\nB-2,,2.0,\nB-3,,,\\null\nB-9,New,1,\n"

// The three ways to find records come to the same plan; what they read differs.
func TestEachWayToFindRecords(t *testing.T) {
	expected := []string{
		`2 B-1 update Name="Item 1"→"Renamed"`, "3 B-2 unchanged", `4 B-3 update Description="x"→null`, "5 B-9 create",
	}
	t.Run("a mirror", func(t *testing.T) {
		f := start(t, 3)
		f.put("g-3", `{"billableItemDescription":"x"}`)
		f.sync()
		made, short := f.plan(changes)
		want(t, short, expected...)
		want(t, f.calls, "LIST")
		if made.Counts.Listed != 3 || made.Counts.Latest == 0 || f.copies != 0 {
			t.Errorf("%+v, %d copies", made.Counts, f.copies)
		}
		f.put("g-2", `{"billableItemDefaultRate":7}`)
		_, short = f.plan(changes)
		want(t, short, expected[0], "3 B-2 update DefaultRate=7→2.0", expected[2], expected[3])
		want(t, f.calls, "LIST", "GET g-2")
	})
	t.Run("a copy", func(t *testing.T) {
		f := start(t, 3)
		f.put("g-3", `{"billableItemDescription":"x"}`)
		_, short := f.plan(changes)
		want(t, short, expected...)
		if len(f.calls) != 4 || f.copies != 1 || !strings.HasPrefix(f.notes[0], "to find records by their keys, all 3 billable items of the environment are read: 3 calls, ") {
			t.Errorf("%q, %q", f.calls, f.notes)
		}
	})
	t.Run("GUIDs", func(t *testing.T) {
		f := start(t, 3)
		made, short := f.plan("billableItemGuid,billableItemName\ng-3,Item 3\ng-1,Renamed\n")
		want(t, short, "2 B-3 unchanged", `3 B-1 update Name="Item 1"→"Renamed"`)
		slices.Sort(f.calls)
		want(t, f.calls, "GET g-1", "GET g-3", "LIST")
		if made.Counts.Listed != 3 || f.copies != 0 {
			t.Errorf("%+v", made.Counts)
		}
	})
	t.Run("a GUID that is not there", func(t *testing.T) {
		f := start(t, 2)
		_, short := f.plan("billableItemGuid,billableItemName\ng-9,x\ng-1,Item 1\n")
		want(t, short, "2 g-9 conflict no billable item has this GUID: it is gone, or hidden from this user", "3 B-1 unchanged")
		// With a key it may be there under another GUID, which takes all records.
		_, short = f.plan("billableItemGuid,billableItemCode,billableItemName\ng-9,B-2,x\ng-1,B-1,Item 1\n")
		want(t, short, `2 B-2 update Name="Item 2"→"x"`, "3 B-1 unchanged")
	})
}

// Nothing but the input is needed to refuse what is wrong with it: no call is made.
func TestAWrongInput(t *testing.T) {
	f := start(t, 2)
	_, err := f.make("billableItemCode,billableItemIsTrade\nB-1,maybe\nB-2,\nB-2,\n")
	if !fail.Is(err, fail.Invalid) || len(f.calls) != 0 || len(f.problems) != 2 {
		t.Errorf("%v, %q, %q", err, f.calls, f.problems)
	}
	_, err = f.make("billableItemCode,billableItemName\nB-1\n")
	if !fail.Is(err, fail.Invalid) || len(f.calls) != 0 {
		t.Errorf("%v, %q", err, f.calls)
	}
}

// Nobody can tell which record is meant: the line is named, and nothing is planned.
func TestRecordsThatCannotBeToldApart(t *testing.T) {
	for name, tt := range map[string]struct{ csv, says string }{
		"a key of two records":           {"billableItemCode,billableItemName\nB-2,x\nB-1,y\n", `a.csv:3: key is "B-1": expected the keys of one record; those given are of several that are there: g-1, g-3`},
		"keys of different records":      {"billableItemGuid,billableItemCode\ng-1,B-2\n", `a.csv:2: key is "B-2": expected the keys of one record; those given are of several that are there: g-1, g-2`},
		"two rows that mean one record":  {"billableItemGuid,billableItemCode\n,B-2\ng-2,\n", `a.csv:3: key is "g-2": expected another record than that of line 2, which is g-2 too`},
		"two rows with one key":          {"billableItemCode,billableItemName\nB-2,x\nB-2,y\n", `a.csv:3: key is "B-2": expected a key that stands only once, but line 2 has it too`},
		"two rows with one key and GUID": {"billableItemGuid,billableItemCode\ng-2,B-2\ng-2,B-9\n", `line 2 is the same record by it`},
	} {
		t.Run(name, func(t *testing.T) {
			f := start(t, 2)
			f.put("g-3", `{"billableItemCode":"B-1"}`)
			f.sync()
			_, err := f.make(tt.csv)
			if !fail.Is(err, fail.Invalid) || !strings.Contains(strings.Join(f.problems, "\n"), tt.says) && !strings.Contains(strings.Join(f.problems, "\n"), strings.Replace(tt.says, "a.csv", "", 1)) {
				t.Errorf("%v, %q", err, f.problems)
			}
			if strings.Contains(fail.HintOf(err), "--no-validate") && strings.Contains(tt.says, "several") {
				t.Errorf("the hint %q does not help", fail.HintOf(err))
			}
		})
	}
}

// A record whose row has the key of another one is not changed: the rows of the sheet are mixed up.
func TestAKeyThatNoCallCarries(t *testing.T) {
	f := start(t, 2)
	f.setup.Entity = readOnlyKey(f)
	_, short := f.plan("billableItemGuid,billableItemCode,billableItemName\ng-1,B-7,x\ng-2,B-2,y\n")
	want(t, short, "2 B-1 conflict the billable item with this GUID has the billableItemCode B-1, and not B-7", `3 B-2 update Name="Item 2"→"y"`)
}

// What a file says of the time of its records is held against the server's.
func TestOutdatedInput(t *testing.T) {
	for _, tt := range []struct {
		column string
		times  [2]string
	}{
		{"billableItemUpdatedAt", [2]string{at(2), at(3)}},
		{"updatedAt", [2]string{at(2), at(3)}},
		{"updatedAt", [2]string{"2026-09-21T14:13:22Z", "2026-09-21T14:13:23Z"}},
	} {
		column, times := tt.column, tt.times
		f := start(t, 2) // g-2 was changed at 2
		f.sync()
		row := func(at, name string) string {
			return "billableItemCode,billableItemName," + column + "\nB-2," + name + "," + at + "\n"
		}
		_, short := f.plan(row(times[0], "x"))
		want(t, short, `2 B-2 update Name="Item 2"→"x"`)
		f.put("g-2", `{"billableItemDescription":"other"}`) // at 3
		_, short = f.plan(row(times[0], "x"))
		want(t, short, "2 B-2 conflict it changed on the server at "+at(3)+", after the state that the input is of ("+at(2)+")")
		_, short = f.plan(row(times[1], "x"))
		want(t, short, `2 B-2 update Name="Item 2"→"x"`)
		_, short = f.plan(row(times[0], "Item 2")) // which is as it is
		want(t, short, "2 B-2 unchanged")
	}
}

// A program that edits sheets leaves out less than a second.
func TestTimesOfWholeSeconds(t *testing.T) {
	f := start(t, 1)
	f.records["g-1"], _ = record.Set(f.records["g-1"], record.Path{"billableItemUpdatedAt"}, record.Value("1790000000999"))
	_, short := f.plan("billableItemGuid,billableItemName,billableItemUpdatedAt\ng-1,x,1790000000000\n")
	want(t, short, `2 B-1 update Name="Item 1"→"x"`)
	_, short = f.plan("billableItemGuid,billableItemName,billableItemUpdatedAt\ng-1,x,1790000000998\n")
	if !strings.Contains(short[0], "conflict") {
		t.Errorf("%q", short)
	}
	for text, fine := range map[string]bool{"2026-09-21 14:13": true, "2026-09-21T14:13:00Z": true, "2026-09-21 14:12": false} { // it is of 14:13:20
		_, short = f.plan("billableItemGuid,billableItemName,updatedAt\ng-1,x," + text + "\n")
		if strings.Contains(short[0], "update") != fine {
			t.Errorf("%s: %q", text, short)
		}
	}
}

// A time that nobody can read would let a later change go unseen: it is refused.
func TestTimesThatCannotBeRead(t *testing.T) {
	f := start(t, 2)
	for text, fine := range map[string]bool{"soon": false, "2026-09-21 14:13": true, "": true, "2026-13-01": false} {
		_, err := f.make("billableItemGuid,billableItemName,updatedAt\ng-1,x," + text + "\n")
		if fail.Is(err, fail.Invalid) == fine || !fine && !strings.Contains(strings.Join(f.problems, ""), "a.csv:2: updatedAt is ") {
			t.Errorf("%q: %v, %q", text, err, f.problems)
		}
	}
}

func TestComplete(t *testing.T) {
	for _, mirrored := range []bool{true, false} {
		f := start(t, 4)
		if mirrored {
			f.sync()
		}
		f.planner = func(p *planning.Planner) { p.Complete = true }
		made, short := f.plan("billableItemGuid,billableItemName\ng-3,Item 3\ng-1,x\n")
		expected := []string{"2 B-3 unchanged", `3 B-1 update Name="Item 1"→"x"`, "0 g-2 missing", "0 g-4 missing"}
		if mirrored {
			expected[2], expected[3] = "0 B-2 missing", "0 B-4 missing"
		}
		want(t, short, expected...)
		if made.Counts.Missing != 2 || !made.Counts.Differs() {
			t.Errorf("%+v", made.Counts)
		}
	}
}

// A record that changed and cannot be read is a conflict, and so is one that may be it. The others are planned.
func TestWhatCannotBeRead(t *testing.T) {
	for name, answer := range map[string]func(string) (int, string){
		"an error":       func(string) (int, string) { return http.StatusInternalServerError, "no" },
		"an error of OK": func(string) (int, string) { return http.StatusOK, `{"error":"no"}` },
		"another record": func(string) (int, string) {
			return http.StatusOK, `{"billableItemGuid":"g-1","billableItemCode":"B-2"}`
		},
		"half of it":     func(string) (int, string) { return http.StatusOK, `{"billableItemGuid":"g-2","bill` },
		"gone meanwhile": func(string) (int, string) { return http.StatusNotFound, "" },
	} {
		t.Run(name, func(t *testing.T) {
			f := start(t, 2)
			f.sync()
			f.put("g-2", `{"billableItemDescription":"other"}`)
			f.get = func(guid string) (int, string) { return answer(guid) }
			_, short := f.plan("billableItemCode,billableItemName\nB-1,x\nB-2,y\nB-9,z\n")
			if len(short) != 3 || short[0] != `2 B-1 update Name="Item 1"→"x"` ||
				!strings.HasPrefix(short[1], "3 B-2 conflict it changed since the local copy has it, and cannot be read: ") ||
				!strings.HasPrefix(short[2], "4 B-9 conflict records of the list cannot be read, and it may be one of them: ") {
				t.Errorf("%q", short)
			}
			f.store = nil
			_, short = f.plan("billableItemGuid,billableItemName\ng-2,y\n")
			if len(short) != 1 || !strings.HasPrefix(short[0], "2 g-2 conflict it cannot be read: ") {
				t.Errorf("%q", short)
			}
		})
	}
}

// An index that lost most of its records is not believed: what it does not name is a conflict, and never unchanged.
func TestAnIndexThatShrank(t *testing.T) {
	f := start(t, 40)
	f.sync()
	f.list = func() string { return `[{"guid":"g-1","updatedAt":` + at(1) + `}]` }
	_, short := f.plan("billableItemCode,billableItemName\nB-1,Item 1\nB-2,Item 2\n")
	want(t, short, "2 B-1 unchanged", "3 B-2 conflict the list of billableitems does not name it any more, and is doubted since it lost so many")
	if !strings.Contains(strings.Join(f.notes, "\n"), "warning: billableitems (39 of 40 records are not in the index): that list is doubted") {
		t.Errorf("%q", f.notes)
	}
}

// An index that is none ends it, whatever way records are found.
func TestAnIndexThatIsNone(t *testing.T) {
	for _, body := range []string{`{"error":"no"}`, `[{"error":"no"}]`, `[{"guid":"g-1"`, ""} {
		for _, mirrored := range []bool{true, false} {
			f := start(t, 2)
			if mirrored {
				f.sync()
			}
			f.list = func() string { return body }
			if _, err := f.make("billableItemGuid,billableItemName\ng-1,x\n"); err == nil {
				t.Errorf("%q is no error", body)
			}
		}
	}
}

// Two entries of one record are one record.
func TestAnIndexThatNamesARecordTwice(t *testing.T) {
	f := start(t, 2)
	f.list = func() string {
		return `[{"guid":"g-1","updatedAt":` + at(1) + `},{"guid":"g-1","updatedAt":` + at(1) + `},{"guid":"g-2","updatedAt":` + at(2) + `},{"dtype":"x"}]`
	}
	made, short := f.plan("billableItemGuid,billableItemName\ng-1,Item 1\n")
	want(t, short, "2 B-1 unchanged")
	if made.Counts.Listed != 2 {
		t.Errorf("%+v", made.Counts)
	}
}

// Many records with one mirror cost one call.
func TestManyUnchanged(t *testing.T) {
	f := start(t, 300)
	f.sync()
	var csv strings.Builder
	csv.WriteString("billableItemCode,billableItemName\n")
	for i := 300; i > 0; i-- {
		fmt.Fprintf(&csv, "B-%d,Item %d\n", i, i)
	}
	made, _ := f.plan(csv.String())
	if len(f.calls) != 1 || made.Counts.Unchanged != 300 || made.Counts.Differs() {
		t.Errorf("%d calls, %+v", len(f.calls), made.Counts)
	}
}

// Who makes plans of something else than a file says what a record becomes, and what must not be done.
func TestAnotherWayToChange(t *testing.T) {
	f := start(t, 2)
	f.planner = func(p *planning.Planner) {
		p.Changed = func(own record.Record, item input.Item) (record.Record, string, error) {
			if item.Line == 3 {
				return own, "not this one", nil
			}
			changed, err := record.Set(own, record.Path{"billableItemName"}, record.Value(`"put back"`))
			return changed, "", err
		}
	}
	_, short := f.plan("billableItemGuid\ng-1\ng-2\n")
	want(t, short, `2 B-1 update Name="Item 1"→"put back"`, "3 B-2 conflict not this one")
}

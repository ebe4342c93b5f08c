package bulk_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/simulator"
)

// How many calls a number of records takes, and that every record has its row, in the order of the file.
func TestBatches(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ records, size, calls int }{{1, 50, 1}, {50, 50, 1}, {51, 50, 2}, {7, 1, 7}, {6, 4, 2}} {
		t.Run(fmt.Sprintf("%d by %d", tt.records, tt.size), func(t *testing.T) {
			f := start(t, "employees")
			if err := f.create(bulk.Options{File: f.file("new.csv", employees(tt.records)), BatchSize: tt.size}); err != nil {
				t.Fatal(err)
			}
			var want []string
			for i := 1; i <= tt.records; i++ {
				want = append(want, fmt.Sprintf("%d E-%d written", i+1, i))
			}
			f.wantOutcomes(want...)
			if len(f.wire.writes) != tt.calls || strings.Count(strings.Join(f.wire.bodies(), ""), `"employeeCode"`) != tt.records {
				t.Errorf("%d calls: %q", len(f.wire.writes), f.wire.bodies())
			}
			f.wantNote(fmt.Sprintf("written %d, unchanged 0, failed 0, unknown 0, skipped 0; %d call", tt.records, tt.calls))
		})
	}
}

// The body is what the description says: one wrapper around the very bytes of the records.
func TestBodyOfACall(t *testing.T) {
	t.Parallel()
	f := start(t, "companies")
	const one, two = `{"companyCode":"N-1","companyName":"Ünï","companyTypeName":"Vendor","odd":1.50}`,
		`{"companyCode":"N-2","companyName":"b","companyTypeName":"Vendor","big":9007199254740993}`
	if err := f.create(bulk.Options{File: f.file("a.ndjson", one+"\n"+two+"\n"), AllowUnknown: true}); err != nil {
		t.Fatal(err, f.problems)
	}
	want := []sentCall{{"POST /rest/api/standard/v1/Company", `{"companyList":[` + one + "," + two + `]}`}}
	if diff := cmp.Diff(want, f.wire.writes, cmp.AllowUnexported(sentCall{})); diff != "" {
		t.Error(diff)
	}
}

// Of a refused batch only the records at fault fail, in the server's words, and all others are written once.
func TestHalving(t *testing.T) {
	t.Parallel()
	bad := []int{1, 7, 8, 30}
	f := start(t, "employees")
	err := f.create(bulk.Options{File: f.file("new.csv", employees(30, bad...)), Rejects: f.path("rejects.csv")})
	f.wantKind(err, fail.Partial, "4 records could not be written")
	for i, row := range f.rows.results {
		failed := slices.Contains(bad, i+1)
		if (row.Outcome == "failed") != failed || row.Line != i+2 {
			t.Errorf("record %d: %+v", i+1, row)
		}
		if failed && (row.Status != http.StatusBadRequest || !strings.Contains(row.Message, `employeeTradeCode: "NONE"`)) {
			t.Errorf("record %d does not say why: %+v", i+1, row)
		}
	}
	there := f.keyed()
	for i := 1; i <= 30; i++ {
		if _, has := there[fmt.Sprintf("E-%d", i)]; has == slices.Contains(bad, i) {
			t.Errorf("record %d: there is %v", i, has)
		}
	}
	want := strings.TrimSuffix(employeeHeader, "\n") + ",aimsio_reason\n"
	for _, i := range bad {
		want += fmt.Sprintf("E-%d,DIRECT_HIRE,active_employee_status,Ann,Ash,NONE,"+
			`"record 1 (employeeCode ""E-%d""): employeeTradeCode: ""NONE"" is not the billableItemCode of an existing trade"`+"\n", i, i)
	}
	if diff := cmp.Diff(want, f.content(f.path("rejects.csv"))); diff != "" {
		t.Errorf("the rejects:\n%s", diff)
	}
}

// Records that could be made twice are not sent again in parts: the refused batch fails as a whole, and says how to
// go on.
func TestNoHalvingWithoutKeys(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	content := part("", "a", "") + "\n" + part("", "b", `,"partPrice":"much"`) + "\n"
	f.wire.forget()
	f.wantKind(f.create(bulk.Options{File: f.file("a.ndjson", content), NoValidate: true}), fail.Partial, "2 records could not be written")
	f.wantOutcomes("1  failed", "2  failed")
	if len(f.wire.writes) != 1 || !strings.Contains(f.rows.results[0].Message, "--batch-size 1") {
		t.Errorf("%d calls: %q", len(f.wire.writes), f.rows.results[0].Message)
	}
}

// Whatever shape an answer has, it is understood; only some of them tell the GUIDs.
func TestAnswers(t *testing.T) {
	t.Parallel()
	for shape, tellsGUIDs := range map[simulator.Answer]bool{
		simulator.AnswerStubs: true, simulator.AnswerWrapped: true, simulator.AnswerText: false, simulator.AnswerEmpty: false, simulator.AnswerNone: false,
	} {
		t.Run(string(shape), func(t *testing.T) {
			f := start(t, "employees", answering(shape))
			if err := f.create(bulk.Options{File: f.file("new.csv", employees(2))}); err != nil {
				t.Fatal(err)
			}
			f.wantOutcomes("2 E-1 written", "3 E-2 written")
			for _, row := range f.rows.results {
				if (row.GUID != "") != tellsGUIDs || row.Status/100 != 2 {
					t.Errorf("%+v", row)
				}
			}
		})
	}
}

// Every call is in the log before it is made, with how it ended, and the mirror hears of the records before
// and after.
func TestEveryCallIsLogged(t *testing.T) {
	t.Parallel()
	f := start(t, "employees")
	id := f.ids("employees")[0]
	name := f.field(id, "employeeFirstName")
	if err := f.update(bulk.Options{Set: []string{"employeeFirstName=Zoë"}}, id); err != nil {
		t.Fatal(err)
	}
	calls := f.logged()
	if len(calls) != 1 {
		t.Fatalf("%d calls are logged", len(calls))
	}
	call := calls[0]
	if call.Operation != "update" || call.Entity != "employees" || call.Method != http.MethodPost || call.Result == nil || call.Result.Outcome != "updated" {
		t.Errorf("%+v", call)
	}
	if diff := cmp.Diff(f.wire.bodies()[0], string(call.Body)); diff != "" {
		t.Errorf("another body is logged than was sent:\n%s", diff)
	}
	if len(call.Before) != 1 || !strings.Contains(string(call.Before[0]), fmt.Sprintf("%q", name)) || call.GUIDs[0] != id {
		t.Errorf("before: %s, of %v", call.Before, call.GUIDs)
	}
	if diff := cmp.Diff([]string{"employees " + id, "employees " + id}, f.marks.ids); diff != "" {
		t.Errorf("the mirror was told:\n%s", diff)
	}
}

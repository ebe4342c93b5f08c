package output

import (
	"encoding/csv"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/timetext"

	"github.com/go-json-experiment/json/jsontext"
)

// TestCSVInFront: without columns, some stand in front and others are left out, which is said.
func TestCSVInFront(t *testing.T) {
	var notices []string
	o := Options{
		Format: CSV, Header: true, Fields: jobs(), Front: []string{"name", "zz", "number"}, Only: func(name string) bool { return strings.HasPrefix(name, "wbs.") },
		Notice: func(s string) { notices = append(notices, s) },
	}
	checkText(t, mustWrite(t, o, `[{"number":"1","name":"a","rate":1,"wbs":{"guid":"g"},"u":2}]`), "name,number,wbs.guid\na,1,g\n")
	if len(notices) != 1 || notices[0] != "2 other fields of the records not shown: --columns names them" {
		t.Errorf("%q", notices)
	}
}

func TestCSVOfColumns(t *testing.T) {
	o := Options{Format: CSV, Header: true, Fields: jobs(), Time: utc(t), Columns: []string{"number", "start", "wbs.guid", "days"}}
	got := mustWrite(t, o, `[{"number":"a,\"b\"","start":1764000000000,"wbs":{"guid":"line\nline"},"days":[1764000000000]},{}]`)
	checkText(t, got, `number,start,wbs.guid,days
"a,""b""",2025-11-24T16:00:00Z,"line
line","[""2025-11-24T16:00:00Z""]"
,,,
`)
	checkText(t, mustWrite(t, o, `[]`), "number,start,wbs.guid,days\n")
	o.Header = false
	checkText(t, mustWrite(t, o, `[]`), "")
}

func TestCSVHeaderIsTheUnionOfAllRecords(t *testing.T) {
	o := Options{Format: CSV, Header: true, Fields: jobs(), Time: utc(t)}
	checkText(t, mustWrite(t, o, `[]`), "")
	got := mustWrite(t, o, `[
		{"count":1,"new":"n","wbs":null,"number":"1"},
		{"number":"2","wbs":{"at":0,"guid":"g","more":{"x":[1, 2]}},"last":{}},
		{"a.b":"dot","new":10.10}]`)
	checkText(t, got, `a\.b,number,count,new,wbs.guid,wbs.more.x,last,wbs.at
,1,1,n,,,,
,2,,,g,"[1,2]",{},1970-01-01T00:00:00Z
dot,,,10.10,,,,
`)
}

func TestCSVOfEpochTimes(t *testing.T) {
	times, err := ParseTimes("epoch", timetext.Zones{})
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Format: CSV, Fields: jobs(), Time: times, Columns: []string{"start"}}
	checkText(t, mustWrite(t, o, `[{"start":1764000000000},{"start":"x"},{"start":1.5},{}]`), "1764000000000\nx\n1.5\n\"\"\n")
}

func TestCSVOfAnUnknownColumn(t *testing.T) {
	o := Options{Format: CSV, Columns: []string{"qqqqqqq"}, Fields: jobs()}
	_, err := write(t, o, `[{"name":"x"}]`)
	if _, ok := errors.AsType[*UnknownFieldError](err); !ok {
		t.Errorf("error %v", err)
	}
	if _, err := write(t, o, `[{"qqqqqqq":null}]`); err != nil {
		t.Errorf("a column that a record has is refused: %v", err)
	}
}

func TestExcel(t *testing.T) {
	o := Options{Format: CSV, Header: true, Excel: true, Columns: []string{"a", "b"}}
	got := mustWrite(t, o, `[{"a":"=1+1","b":-5},{"a":"0012","b":"plain é"}]`)
	checkText(t, got, "\ufeffa,b\r\n'=1+1,-5\r\n\"=\"\"0012\"\"\",plain é\r\n")
}

func TestExcelGuards(t *testing.T) {
	for text, want := range map[string]string{
		`"=HYPERLINK(1)"`:        `'=HYPERLINK(1)`,
		`"+1 403 555 0123"`:      `'+1 403 555 0123`,
		`"-x"`:                   `'-x`,
		`"@SUM(A1)"`:             `'@SUM(A1)`,
		`"\tx"`:                  "'\tx",
		`"\rx"`:                  "'\rx",
		`";=1"`:                  ";'=1",
		`"(5)"`:                  `="(5)"`,
		`"0012"`:                 `="0012"`,
		`"12"`:                   `12`,
		`"12345678901234567890"`: `="12345678901234567890"`,
		`"1E5"`:                  `="1E5"`,
		`"2026-03-01"`:           `="2026-03-01"`,
		`"3/4"`:                  `="3/4"`,
		`"10:30 PM"`:             `="10:30 PM"`,
		`"MAR1"`:                 `="MAR1"`,
		`"1-December"`:           `="1-December"`,
		`"Mar"`:                  `Mar`,
		`"J-1E5"`:                `J-1E5`,
		`"true"`:                 `="true"`,
		`""`:                     ``,
		`true`:                   `true`,
		`-5`:                     `-5`,
		`10.10`:                  `10.10`,
		`9007199254740993`:       `="9007199254740993"`,
		`["=1"]`:                 `["=1"]`,
		`["a;=1"]`:               `["a;'=1"]`,
	} {
		v := jsontext.Value(text)
		got := guardForExcel(string(timeWriter{}.appendText(nil, v, nil)), v)
		if got != want {
			t.Errorf("%s becomes %s, want %s", text, got, want)
		}
	}
}

func FuzzCSV(f *testing.F) {
	f.Add("a,b", "\"quoted\"\nline", "")
	f.Add("=x", "\r", "'é")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		want := []string{"begin", a, b, c}
		names := []string{"w", "x", "y", "z"}
		var object []string
		for i, cell := range want {
			quoted, err := jsontext.AppendQuote(nil, cell)
			if err != nil {
				t.Skip("not UTF-8")
			}
			object = append(object, `"`+names[i]+`":`+string(quoted))
			// encoding/csv reads \r\n inside of quotes as \n.
			want[i] = strings.ReplaceAll(cell, "\r\n", "\n")
		}
		written, err := write(t, Options{Format: CSV, Columns: names}, "[{"+strings.Join(object, ",")+"}]")
		if err != nil {
			t.Fatal(err)
		}
		got, err := csv.NewReader(strings.NewReader(written)).Read()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q reads differently:\n%s", written, diff)
		}
	})
}

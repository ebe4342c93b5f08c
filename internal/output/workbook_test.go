package output

import (
	"archive/zip"
	"bytes"
	"io"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// sheetsOf writes records as a workbook and gives the XML of its parts.
func sheetsOf(t *testing.T, o Options, objects ...string) map[string]string {
	t.Helper()
	o.Format, o.Header = XLSX, true
	var file bytes.Buffer
	w, err := New(&file, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, object := range objects {
		r, err := record.New(record.Value(object))
		if err == nil {
			err = w.Write(r)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(text)
	}
	return parts
}

func mustHold(t *testing.T, text string, wanted ...string) {
	t.Helper()
	for _, want := range wanted {
		if !strings.Contains(text, want) {
			t.Errorf("%s is missing in\n%s", want, text)
		}
	}
}

func jobFields() []api.Field {
	return []api.Field{
		{Name: "number", Type: api.String}, {Name: "guid", Type: api.String},
		{Name: "status", Type: api.String, Enum: []string{"Active", "Finished"}, Certainty: api.Documented},
		{Name: "start", Type: api.Day}, {Name: "updated", Type: api.Time}, {Name: "count", Type: api.Integer},
		{Name: "crew", Type: api.Array, Fields: []api.Field{{Name: "code", Type: api.String}, {Name: "from", Type: api.Day}}},
	}
}

func TestWorkbookOfRecords(t *testing.T) {
	const object = `{"number":"0012","guid":"g1","status":"Active","start":1793232000000,"updated":1793232000000,"count":9007199254740993,
		"crew":[{"code":"007","from":1793232000000},{"code":"=1"}],"tags":["a","b"],"more":{"ok":true,"none":null},"helpers":[{"n":1}]}`
	zones := zonesOf(t, "America/Edmonton", "UTC")
	times, err := ParseTimes("", zones)
	if err != nil {
		t.Fatal(err)
	}
	parts := sheetsOf(t, Options{Fields: jobFields(), Front: []string{"number", "guid"}, Sheet: "jobs", Time: times}, object, `{"number":"0013","crew":null}`)
	mustHold(t, parts["xl/workbook.xml"], `<sheet name="jobs" sheetId="1" r:id="rId1"/><sheet name="crew" sheetId="2" r:id="rId2"/><sheet name="helpers"`)
	jobs := parts["xl/worksheets/sheet1.xml"]
	mustHold(t, jobs, `preserve">0012<`, `<c r="D2" s="4"><v>46324</v></c>`, `<c r="E2" s="5"><v>46323.7500000000</v></c>`, `preserve">9007199254740993<`,
		`preserve">[&quot;a&quot;,&quot;b&quot;]<`, `t="b"><v>1</v>`, `&quot;Active,Finished&quot;`)
	if strings.Contains(jobs, "crew") || strings.Contains(jobs, "helpers") {
		t.Error("the lists stand in the sheet of records too")
	}
	mustHold(t, parts["xl/worksheets/sheet2.xml"], `>number<`, `>guid<`, `>crew.code<`, `>crew.from<`, `<row r="3">`, `preserve">=1<`, `<c r="D2" s="4"><v>46324</v></c>`)
	mustHold(t, parts["xl/worksheets/sheet3.xml"], `>number<`, `>helpers.n<`)
	mustHold(t, parts["docProps/custom.xml"], ">America/Edmonton<")
}

func TestWorkbookOfColumns(t *testing.T) {
	parts := sheetsOf(t, Options{Fields: jobFields(), Front: []string{"number"}, Columns: []string{"crew", "crew.code", "number"}},
		`{"number":"1","crew":[{"code":"a"},{"code":"b"}]}`)
	mustHold(t, parts["xl/worksheets/sheet1.xml"], `preserve">[{&quot;code&quot;:&quot;a&quot;}`, `preserve">a, b<`)
	if parts["xl/worksheets/sheet2.xml"] != "" {
		t.Error("chosen columns have a sheet for their lists")
	}
}

func TestWorkbookWithoutRecords(t *testing.T) {
	mustHold(t, sheetsOf(t, Options{Fields: jobFields(), Default: []string{"number"}})["xl/worksheets/sheet1.xml"], ">number<")
}

// A time in a column of days, which is midnight where times are shown, must not be read back as that day.
func TestWorkbookOfOddDays(t *testing.T) {
	times, err := ParseTimes("", zonesOf(t, "America/Edmonton", "UTC"))
	if err != nil {
		t.Fatal(err)
	}
	midnight := time.Date(2026, 10, 29, 6, 0, 0, 0, time.UTC).UnixMilli()
	o := Options{Fields: jobFields(), Columns: []string{"start"}, Time: times}
	mustHold(t, sheetsOf(t, o, `{"start":`+itoa(midnight)+`}`)["xl/worksheets/sheet1.xml"], `preserve">2026-10-29T00:00:00-06:00<`)
	mustHold(t, sheetsOf(t, o, `{"start":`+itoa(midnight+1000)+`}`)["xl/worksheets/sheet1.xml"], `s="5"><v>46324.0000115740</v>`)
	mustHold(t, sheetsOf(t, o, `{"start":"soon"}`)["xl/worksheets/sheet1.xml"], `preserve">soon<`)
	if o.Time, err = ParseTimes("epoch", zonesOf(t, "America/Edmonton", "UTC")); err != nil {
		t.Fatal(err)
	}
	mustHold(t, sheetsOf(t, o, `{"start":`+itoa(midnight)+`}`)["xl/worksheets/sheet1.xml"], `s="3"><v>`+itoa(midnight)+`</v>`)
}

func TestWorkbookSaysWhatItCuts(t *testing.T) {
	var told string
	sheetsOf(t, Options{Notice: func(line string) { told += line }}, `{"a":"`+strings.Repeat("x", 40000)+`"}`)
	mustHold(t, told, "1 text longer than the 32,767 characters")
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

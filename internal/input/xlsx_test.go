package input

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/timetext"
	"github.com/aimsio-cli/aimsio/internal/xlsx"
)

func texts(words ...string) []xlsx.Cell {
	var cells []xlsx.Cell
	for _, word := range words {
		cells = append(cells, xlsx.TextOf(word))
	}
	return cells
}

// workbook writes a workbook, each sheet with its rows behind its name.
func workbook(t *testing.T, fill func(*xlsx.Workbook, func(name string, rows ...[]xlsx.Cell))) string {
	t.Helper()
	var file bytes.Buffer
	book := xlsx.NewWorkbook(&file)
	fill(book, func(name string, rows ...[]xlsx.Cell) {
		sheet, err := book.Sheet(name, xlsx.Layout{Columns: make([]xlsx.Column, 12), Hidden: strings.HasPrefix(name, "hidden")})
		for _, row := range rows {
			if err == nil {
				err = sheet.Row(row...)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	})
	if err := book.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "a.xlsx")
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func sheetOptions() Options {
	edmonton, _ := time.LoadLocation("America/Edmonton")
	return Options{
		Zones:      timetext.Zones{Time: edmonton, Day: time.UTC},
		SheetNames: []string{"jobs", "job"},
		Fields: []api.Field{
			{Name: "code", Type: api.String}, {Name: "name", Type: api.String}, {Name: "count", Type: api.Integer}, {Name: "rate", Type: api.Number},
			{Name: "start", Type: api.Day}, {Name: "at", Type: api.Time}, {Name: "ok", Type: api.Boolean}, {Name: "tags", Type: api.Array},
			{Name: "place", Type: api.Object, Fields: []api.Field{{Name: "town", Type: api.String}}},
		},
	}
}

// readSheet gives the records of a workbook with their rows and faults, one a line, and why it is not read to its end.
func readSheet(t *testing.T, path string, o Options) (string, error) {
	t.Helper()
	file, err := Open(path, nil, o)
	if err != nil {
		return "", err
	}
	defer func() { _ = file.Close() }()
	var lines []string
	for item, err := range file.Records() {
		if err != nil {
			lines = append(lines, strings.ReplaceAll(err.Error(), filepath.Dir(path)+"/", ""))
			continue
		}
		line := string(item.Record.Raw())
		for _, fault := range item.Faults {
			line += " !" + fault.Path + ": " + fault.Expected
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n"), nil
}

func TestReadsSheets(t *testing.T) {
	heads := texts("code", "name", "count", "rate", "start", "at", "ok", "tags", "place.town")
	path := workbook(t, func(_ *xlsx.Workbook, sheet func(string, ...[]xlsx.Cell)) {
		sheet("other", texts("x"), texts("y"))
		sheet("JOBS", nil, heads,
			[]xlsx.Cell{
				xlsx.TextOf("0012"), xlsx.TextOf("'=1+1"), xlsx.NumberOf("7"), xlsx.NumberOf("10.10"), xlsx.DayOf(2026, 10, 29),
				xlsx.TimeOf(time.Date(2026, 10, 29, 8, 0, 0, 0, time.UTC)), xlsx.BooleanOf(true), xlsx.TextOf(`["a"]`), xlsx.TextOf("Leduc"),
			}, nil,
			[]xlsx.Cell{xlsx.NumberOf("12"), xlsx.DayOf(2026, 1, 2), xlsx.TextOf("9007199254740993"), {}, xlsx.TextOf(`\null`), xlsx.DayOf(2026, 10, 29)})
	})
	got, err := readSheet(t, path, sheetOptions())
	want := `{"code":"0012","name":"'=1+1","count":7,"rate":10.10,"start":1793232000000,"at":1793282400000,"ok":true,"tags":["a"],"place":{"town":"Leduc"}}` + "\n" +
		`{"code":"12","name":"2026-01-02","count":9007199254740993,"start":null,"at":1793253600000} !name: a text, and the cell holds a date, which Excel may have made of it`
	if err != nil || got != want {
		t.Errorf("%v\n%s, want\n%s", err, got, want)
	}
	file, err := Open(path, nil, sheetOptions())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	var rows []int
	for range 2 { // as often as it is asked for
		for item := range file.Records() {
			rows = append(rows, item.Line)
		}
	}
	if len(rows) != 4 || rows[0] != 3 || rows[1] != 5 || rows[3] != 5 {
		t.Errorf("rows %v, want 3 and 5 twice", rows)
	}
}

// The clock of the file counts, not that of the environment, and of two midnights none is guessed.
func TestReadsTimesOfTheFilesZone(t *testing.T) {
	path := workbook(t, func(book *xlsx.Workbook, sheet func(string, ...[]xlsx.Cell)) {
		book.SetTimeZone("Asia/Tokyo")
		sheet("jobs", texts("at", "start"), []xlsx.Cell{xlsx.TimeOf(time.Date(2026, 10, 29, 8, 0, 0, 0, time.UTC)), xlsx.TimeOf(time.Date(2026, 10, 29, 0, 0, 0, 0, time.UTC))})
	})
	got, err := readSheet(t, path, sheetOptions())
	if want := `{"at":1793228400000,"start":"2026-10-29T00:00:00"}`; err != nil || got != want {
		t.Errorf("%s, %v, want %s", got, err, want)
	}
	path = workbook(t, func(book *xlsx.Workbook, sheet func(string, ...[]xlsx.Cell)) {
		book.SetTimeZone("Mars/Base")
		sheet("jobs", texts("at"), texts("x"))
	})
	if _, err := readSheet(t, path, sheetOptions()); err == nil || !strings.Contains(err.Error(), `its times are in a zone "Mars/Base", which is not known here`) {
		t.Error(err)
	}
}

func TestChoosesASheet(t *testing.T) {
	for _, c := range []struct {
		name, sheets, asked, want, fault string
	}{
		{"named like the entity", "other jobs", "", "jobs", ""},
		{"by an alias", "other Job", "", "Job", ""},
		{"the only one", "empty1 other", "", "other", ""},
		{"one is hidden", "hidden other", "", "other", ""},
		{"asked for", "jobs other", "OTHER", "other", ""},
		{"hidden, asked for", "jobs hidden", "hidden", "hidden", ""},
		{"several", "a b", "", "", "has the sheets a, b: --sheet says which one to read"},
		{"not there", "a b", "c", "", `has no sheet "c"; it has a, b`},
		{"none with rows", "empty1 empty2", "", "", "it is empty"},
		{"goes on", "jobs jobs_(2)", "", "", "goes on from the sheet jobs in jobs (2)"},
	} {
		path := workbook(t, func(_ *xlsx.Workbook, sheet func(string, ...[]xlsx.Cell)) {
			for name := range strings.FieldsSeq(c.sheets) {
				name = strings.ReplaceAll(name, "_", " ")
				if strings.HasPrefix(name, "empty") {
					sheet(name)
				} else {
					sheet(name, texts("name"), texts(name))
				}
			}
		})
		o := sheetOptions()
		o.Sheet = c.asked
		got, err := readSheet(t, path, o)
		if want := `{"name":"` + c.want + `"}`; c.fault == "" && (err != nil || got != want) || c.fault != "" && (err == nil || !strings.Contains(err.Error(), c.fault)) {
			t.Errorf("%s: %s, %v", c.name, got, err)
		}
	}
}

func TestRefusesRows(t *testing.T) {
	for name, c := range map[string]struct {
		heads, row []xlsx.Cell
		want       string
	}{
		"no head above":     {texts("code"), texts("a", "", "b"), `a.xlsx, sheet jobs, row 2: there is no head above C2, which holds "b"`},
		"a gap":             {texts("code", "", "name"), texts("a", "b"), `{"code":"a"} !: a name above B2, in the row of the heads`},
		"cut":               {texts("code", "name"), texts("a", strings.Repeat("x", 40000)), "a.xlsx, sheet jobs, row 2: the cell B2 holds only the beginning"},
		"reason of before":  {texts("code", ReasonColumn), texts("a", "wrong"), `{"code":"a"}`},
		"beyond, but empty": {texts("code"), texts("a", "", ""), `{"code":"a"}`},
	} {
		path := workbook(t, func(_ *xlsx.Workbook, sheet func(string, ...[]xlsx.Cell)) { sheet("jobs", c.heads, c.row) })
		if got, err := readSheet(t, path, sheetOptions()); err != nil || !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: %s, %v", name, got, err)
		}
	}
	for name, c := range map[string]struct {
		heads []xlsx.Cell
		fault string
	}{
		"twice":   {texts("code", "code"), "sheet jobs, row 1: the column code stands twice in the header"},
		"foreign": {texts("Code No", "Rate per hour", "Town"), `row 1: 3 of its 3 heads are no fields: "Code No" (code?), "Rate per hour"`},
	} {
		path := workbook(t, func(_ *xlsx.Workbook, sheet func(string, ...[]xlsx.Cell)) { sheet("jobs", c.heads) })
		if _, err := readSheet(t, path, sheetOptions()); err == nil || !strings.Contains(err.Error(), c.fault) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMapsHeadsOfSheets(t *testing.T) {
	path := workbook(t, func(_ *xlsx.Workbook, sheet func(string, ...[]xlsx.Cell)) {
		sheet("jobs", texts("Job No", "Notes", "name"), texts("0012", "long", "x"))
	})
	o := sheetOptions()
	for _, mapping := range []string{"job no=code", "Notes="} {
		if err := o.Heads.Add(mapping); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := readSheet(t, path, o); err != nil || got != `{"code":"0012","name":"x"}` {
		t.Errorf("%s, %v", got, err)
	}
}

func TestRefusesWhatIsNoWorkbook(t *testing.T) {
	for name, c := range map[string]struct{ content, fault string }{
		"a.xlsx": {"code,name\n", "this is no Excel workbook"},
		"b.xlsx": {oldWorkbookMark + "rest", "a workbook of an old Excel (.xls), or one with a password"},
		"c.xls":  {oldWorkbookMark + "rest", "a workbook of an old Excel (.xls), or one with a password"},
		"d.xlsx": {workbookMark + "rest", "the workbook is damaged"},
		"e.xlsx": {"", "this is no Excel workbook"},
	} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readSheet(t, path, sheetOptions()); err == nil || !strings.Contains(err.Error(), c.fault) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWorkbooksFromAPipeAndWhatIsAsked(t *testing.T) {
	path := workbook(t, func(_ *xlsx.Workbook, sheet func(string, ...[]xlsx.Cell)) { sheet("jobs", texts("code"), texts("1")) })
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	file, err := Open("-", bytes.NewReader(content), sheetOptions())
	if err != nil {
		t.Fatal(err)
	}
	if file.Name() != "standard input, sheet jobs" {
		t.Error(file.Name())
	}
	for item, err := range file.Records() {
		if err != nil || string(item.Record.Raw()) != `{"code":"1"}` {
			t.Errorf("%s, %v", item.Record.Raw(), err)
		}
	}
	if err := file.Close(); err != nil {
		t.Error(err)
	}
	o := sheetOptions()
	o.Format = CSV
	if _, err := Open(path, nil, o); err == nil || !strings.Contains(err.Error(), "--input xlsx reads it") {
		t.Error(err)
	}
}

func TestAWorkbookThatChangedIsRefused(t *testing.T) {
	path := workbook(t, func(_ *xlsx.Workbook, sheet func(string, ...[]xlsx.Cell)) { sheet("jobs", texts("code"), texts("1")) })
	file, err := Open(path, nil, sheetOptions())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	if err := os.Chtimes(path, time.Unix(1, 0), time.Unix(1, 0)); err != nil {
		t.Fatal(err)
	}
	for _, err := range file.Records() {
		if err == nil || !strings.Contains(err.Error(), "the file has changed since it was checked") {
			t.Error(err)
		}
	}
}

func TestRejectsOfASheetCanBeFedBack(t *testing.T) {
	path := workbook(t, func(book *xlsx.Workbook, sheet func(string, ...[]xlsx.Cell)) {
		book.SetTimeZone("Asia/Tokyo")
		sheet("jobs", texts("Job No", ReasonColumn, "count", "start", "at", "ok"), []xlsx.Cell{
			xlsx.TextOf("0012"), xlsx.TextOf("old reason"), xlsx.NumberOf("7"), xlsx.DayOf(2026, 10, 29),
			xlsx.TimeOf(time.Date(2026, 10, 29, 8, 0, 0, 0, time.UTC)), xlsx.BooleanOf(false),
		})
	})
	o := sheetOptions()
	if err := o.Heads.Add("Job No=code"); err != nil {
		t.Fatal(err)
	}
	file, err := Open(path, nil, o)
	if err != nil {
		t.Fatal(err)
	}
	back := filepath.Join(t.TempDir(), "rejects.xlsx")
	out, err := os.Create(back)
	if err != nil {
		t.Fatal(err)
	}
	rejects, err := file.Rejects(out)
	if err != nil {
		t.Fatal(err)
	}
	for item, fault := range file.Records() {
		err = errors.Join(err, fault, rejects.Add(item, "the server\nsaid no"))
	}
	if err := errors.Join(err, rejects.Close(), out.Close(), file.Close()); err != nil {
		t.Fatal(err)
	}
	want := `{"code":"0012","count":7,"start":1793232000000,"at":1793228400000,"ok":false}`
	if got, err := readSheet(t, back, o); err != nil || got != want {
		t.Errorf("%s, %v, want %s", got, err, want)
	}
	o.AnyHeads = true
	o.Heads = Heads{}
	if err := o.Heads.Add(ReasonColumn + "=name"); err != nil {
		t.Fatal(err)
	}
	if got, err := readSheet(t, back, o); err != nil || !strings.Contains(got, `"name":"the server said no"`) {
		t.Errorf("%s, %v", got, err)
	}
}

// What a person sees of a cell in a format of days is the day, which none of the zones moves; in a field of times its
// clock counts. Rejected rows say the same once more.
func TestReadsDaysThatHoldAClock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "now.xlsx")
	if err := os.WriteFile(path, foreignBook(t, `<row r="1">`+foreignTexts("code", "start", "at", "extra")+`</row>`+
		`<row r="2"><c s="1"><v>46324.9</v></c><c s="1"><v>46324.9</v></c><c s="1"><v>46324.9</v></c><c s="1"><v>46324.9</v></c></row>`), 0o600); err != nil {
		t.Fatal(err)
	}
	o := sheetOptions()
	o.Zones.Day = o.Zones.Time
	const want = `{"code":"2026-10-29","start":1793253600000,"at":1793331360000,"extra":"2026-10-29"} !code: a text, and the cell holds a date, which Excel may have made of it`
	if got, err := readSheet(t, path, o); err != nil || got != want {
		t.Errorf("%s, %v, want\n%s", got, err, want)
	}
	file, err := Open(path, nil, o)
	if err != nil {
		t.Fatal(err)
	}
	back := filepath.Join(t.TempDir(), "rejects.xlsx")
	out, err := os.Create(back)
	if err != nil {
		t.Fatal(err)
	}
	rejects, err := file.Rejects(out)
	if err != nil {
		t.Fatal(err)
	}
	for item, fault := range file.Records() {
		err = errors.Join(err, fault, rejects.Add(item, "no"))
	}
	if err := errors.Join(err, rejects.Close(), out.Close(), file.Close()); err != nil {
		t.Fatal(err)
	}
	if got, err := readSheet(t, back, o); err != nil || got != want {
		t.Errorf("fed back: %s, %v, want\n%s", got, err, want)
	}
}

// foreignTexts gives the cells of a row of texts.
func foreignTexts(words ...string) string {
	cells := ""
	for _, word := range words {
		cells += `<c t="inlineStr"><is><t>` + word + `</t></is></c>`
	}
	return cells
}

// foreignBook makes a workbook of another program of the rows of its sheet. Style 1 is a format of days.
func foreignBook(t *testing.T, rows string) []byte {
	t.Helper()
	var file bytes.Buffer
	z := zip.NewWriter(&file)
	for name, part := range map[string]string{
		"_rels/.rels":                `<Relationships><Relationship Id="a" Type="x/officeDocument" Target="/xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook><sheets><sheet name="jobs" sheetId="1" r:id="a"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="a" Type="x/worksheet" Target="1.xml"/><Relationship Id="s" Type="x/styles" Target="styles.xml"/></Relationships>`,
		"xl/styles.xml":              `<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
		"xl/1.xml":                   `<worksheet><sheetData>` + rows + `</sheetData></worksheet>`,
	} {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, part)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

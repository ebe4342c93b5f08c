package xlsx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
)

// parts writes a workbook and gives its parts, each of which must be valid XML.
func parts(t *testing.T, fill func(*Workbook)) map[string]string {
	t.Helper()
	var file bytes.Buffer
	book := NewWorkbook(&file)
	fill(book)
	if err := book.Close(); err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(f.Name, err)
		}
		found[f.Name] = string(text)
		for decoder := xml.NewDecoder(bytes.NewReader(text)); ; {
			if _, err := decoder.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %s\n%s", f.Name, err, text)
			}
		}
	}
	return found
}

func addSheet(t *testing.T, b *Workbook, name string, layout Layout, rows ...[]Cell) *Sheet {
	t.Helper()
	sheet, err := b.Sheet(name, layout)
	for _, row := range rows {
		if err == nil {
			err = sheet.Row(row...)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return sheet
}

func wants(t *testing.T, text string, wanted ...string) {
	t.Helper()
	for _, want := range wanted {
		if !strings.Contains(text, want) {
			t.Errorf("%s is missing in\n%s", want, text)
		}
	}
}

func TestCells(t *testing.T) {
	edmonton, err := time.LoadLocation("America/Edmonton")
	if err != nil {
		t.Fatal(err)
	}
	row := func(c Cell) string { return string(c.append(nil, 0, 1)) }
	inline := func(text string) string {
		return `<c r="A1" s="2" t="inlineStr"><is><t xml:space="preserve">` + text + `</t></is></c>`
	}
	for _, c := range []struct {
		name string
		cell Cell
		want string
	}{
		{"nothing", Cell{}, ""},
		{"empty text", TextOf(""), ""},
		{"zeros in front", TextOf("0012"), inline("0012")},
		{"formula", TextOf("=1+1"), inline("=1+1")},
		{"markup", TextOf(`<a>&"`), inline("&lt;a&gt;&amp;&quot;")},
		{"control characters", TextOf("a\x00\x1b\r\n\tb\uffff"), inline("a_x0000__x001B__x000D_\n\tb_xFFFF_")},
		{"looks escaped", TextOf("a_x0041_"), inline("a_x005F_x0041_")},
		{"not UTF-8", TextOf("a\xffb"), inline("a\ufffdb")},
		{"number", NumberOf("-12.50"), `<c r="A1"><v>-12.50</v></c>`},
		{"long number", NumberOf("123456789012"), `<c r="A1" s="3"><v>123456789012</v></c>`},
		{"15 digits", NumberOf("0.123456789012345"), `<c r="A1"><v>0.123456789012345</v></c>`},
		{"16 digits", NumberOf("9007199254740993"), inline("9007199254740993")},
		{"too large", NumberOf("1e400"), inline("1e400")},
		{"no float has it", NumberOf("-123456789012345e300"), inline("-123456789012345e300")},
		{"no float is as small", NumberOf("0." + strings.Repeat("0", 330) + "1"), inline("0." + strings.Repeat("0", 330) + "1")},
		{"floats lose digits", NumberOf("0.00000000000000123456789012345e-299"), inline("0.00000000000000123456789012345e-299")},
		{"large", NumberOf("-9.5e300"), `<c r="A1"><v>-9.5e300</v></c>`},
		{"zero", NumberOf("-0.00e300"), `<c r="A1"><v>-0.00e300</v></c>`},
		{"boolean", BooleanOf(true), `<c r="A1" t="b"><v>1</v></c>`},
		{"day", DayOf(2026, time.October, 29), `<c r="A1" s="4"><v>46324</v></c>`},
		{"first day", DayOf(1900, time.March, 1), `<c r="A1" s="4"><v>61</v></c>`},
		{"too early", DayOf(1900, time.February, 28), inline("1900-02-28")},
		{"time", TimeOf(time.Date(2026, 10, 29, 18, 0, 0, 0, edmonton)), `<c r="A1" s="5"><v>46324.7500000000</v></c>`},
		{"milliseconds", TimeOf(time.Date(2026, 10, 29, 0, 0, 0, 1e6, edmonton)), `<c r="A1" s="6"><v>46324.0000000115</v></c>`},
		{"before 1970", TimeOf(time.Date(1950, 1, 1, 6, 0, 0, 0, time.UTC)), `<c r="A1" s="5"><v>18264.2500000000</v></c>`},
		{"hour that comes twice", TimeOf(time.Date(2026, 11, 1, 7, 30, 0, 0, time.UTC).In(edmonton)), inline("2026-11-01T01:30:00-06:00")},
		{"before days count alike, 52 seconds off", TimeOf(time.Date(1, 1, 1, 1, 2, 3, 4e6, time.UTC).In(edmonton)), inline("0001-01-01T01:02:03.004Z")},
		{"its second time", TimeOf(time.Date(2026, 11, 1, 8, 30, 0, 0, time.UTC).In(edmonton)), inline("2026-11-01T01:30:00-07:00")},
		{"just before", TimeOf(time.Date(2026, 11, 1, 6, 59, 0, 0, time.UTC).In(edmonton)), `<c r="A1" s="5"><v>46327.0409722222</v></c>`},
	} {
		if got := row(c.cell); got != c.want {
			t.Errorf("%s:\n%s, want\n%s", c.name, got, c.want)
		}
	}
}

func TestTextsThatAreTooLong(t *testing.T) {
	for text, cut := range map[string]bool{
		strings.Repeat("a", textKept):          false,
		strings.Repeat("a", textKept+1):        true,
		strings.Repeat("\U0001f600", textKept): true,
		strings.Repeat("é", textKept):          false,
	} {
		got, was := fit(text)
		if was != cut || IsCut(got) != cut || lengthOf(got) > textKept || (lengthOf(got) < textKept-1) {
			t.Errorf("%d characters: cut %v, marked %v, %d left", lengthOf(text), was, IsCut(got), lengthOf(got))
		}
	}
	var book *Workbook
	parts(t, func(b *Workbook) {
		book = b
		addSheet(t, b, "a", Layout{Columns: make([]Column, 2)}, []Cell{TextOf(strings.Repeat("a", 40000)), TextOf("a")})
	})
	if book.Cut() != 1 {
		t.Errorf("%d cut, want 1", book.Cut())
	}
}

func TestSheetNames(t *testing.T) {
	long := strings.Repeat("n", 40)
	found := parts(t, func(b *Workbook) {
		for _, name := range []string{"a/b", "A_B", "", "History", "'x'", long, long, "choices", "R&D"} {
			addSheet(t, b, name, Layout{})
		}
	})
	wants(t, found["xl/workbook.xml"], `name="a_b"`, `name="A_B (2)"`, `name="Sheet"`, `name="History_"`, `name="x"`,
		`name="`+strings.Repeat("n", 31)+`"`, `name="`+strings.Repeat("n", 27)+` (2)"`, `name="choices (2)"`, `name="R&amp;D"`)
}

func TestChoicesAndNotes(t *testing.T) {
	long := make([]string, 60)
	for i := range long {
		long[i] = "choice " + string(rune('A'+i%26)) + strings.Repeat("x", i/26)
	}
	found := parts(t, func(b *Workbook) {
		addSheet(t, b, "a", Layout{Header: true, Columns: []Column{
			{Name: "short", Choices: []string{"Active", "R&D"}, Strict: true, Note: "what it is <for>"},
			{Name: "long", Kind: Text, Choices: long},
			{Name: "comma", Choices: []string{"a,b", "c"}},
			{Name: "same", Choices: long},
		}}, []Cell{TextOf("Active")})
	})
	sheet := found["xl/worksheets/sheet1.xml"]
	wants(t, sheet, `<autoFilter ref="A1:D2"/>`, `<dataValidations count="4">`,
		`<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="A2:A1048576"><formula1>&quot;Active,R&amp;D&quot;</formula1>`,
		`<dataValidation type="list" errorStyle="warning" allowBlank="1" showErrorMessage="1" sqref="B2:B1048576"><formula1>choices!$A$1:$A$60</formula1>`,
		`sqref="C2:C1048576"><formula1>choices!$B$1:$B$2</formula1>`, `sqref="D2:D1048576"><formula1>choices!$A$1:$A$60</formula1>`,
		`<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>`, `<legacyDrawing r:id="rId1"/>`)
	wants(t, found["xl/workbook.xml"], `<sheet name="choices" sheetId="2" state="hidden" r:id="rId2"/>`, `'a'!$A$1:$D$2</definedName>`)
	wants(t, found["xl/worksheets/sheet2.xml"], "a,b", "choice A")
	wants(t, found["xl/comments1.xml"], `<comment ref="A1" authorId="0">`, "what it is &lt;for&gt;")
	wants(t, found["xl/drawings/vmlDrawing1.vml"], "<x:Column>0</x:Column>")
}

func TestAFullSheetGoesOn(t *testing.T) {
	var sheet *Sheet
	found := parts(t, func(b *Workbook) {
		b.most = 3
		sheet = addSheet(t, b, "rows", Layout{Header: true, Columns: []Column{{Name: "n"}}})
		addSheet(t, b, "other", Layout{})
		for _, n := range []string{"1", "2", "3", "4", "5"} {
			if err := sheet.Row(NumberOf(n)); err != nil {
				t.Fatal(err)
			}
		}
	})
	if sheet.Pages() != 3 || sheet.Rows() != 5 {
		t.Errorf("%d pages with %d rows", sheet.Pages(), sheet.Rows())
	}
	wants(t, found["xl/workbook.xml"], `<sheet name="rows" sheetId="1" r:id="rId1"/><sheet name="rows (2)" sheetId="2" r:id="rId2"/>`+
		`<sheet name="rows (3)" sheetId="3" r:id="rId3"/><sheet name="other"`)
	wants(t, found["xl/worksheets/sheet3.xml"], ">n</t>", `<c r="A2"><v>5</v></c>`)
}

func TestRowsAndColumnsThatDoNotFit(t *testing.T) {
	b := NewWorkbook(io.Discard)
	if _, err := b.Sheet("wide", Layout{Columns: make([]Column, columnsKept+1)}); err == nil {
		t.Error("a sheet of too many columns is made")
	}
	if err := addSheet(t, b, "a", Layout{Columns: make([]Column, 1)}).Row(Cell{}, Cell{}); err == nil {
		t.Error("a row of too many cells is taken")
	}
	if err := b.Drop(); err != nil {
		t.Error(err)
	}
}

func TestWidthsComeFromTheFirstRows(t *testing.T) {
	found := parts(t, func(b *Workbook) {
		sheet := addSheet(t, b, "a", Layout{Header: true, Columns: []Column{{Name: "n"}, {Name: "text"}, {Name: "long"}, {Name: "left", Hidden: true}}})
		for range 3 * sampled {
			if err := sheet.Row(NumberOf("1"), TextOf("漢字漢字漢字"), TextOf(strings.Repeat("x", 1000))); err != nil {
				t.Fatal(err)
			}
		}
	})
	wants(t, found["xl/worksheets/sheet1.xml"], `<col min="1" max="1" width="6"`, `<col min="2" max="2" width="14"`, `<col min="3" max="3" width="60"`,
		`<col min="4" max="4" width="9" style="0" hidden="1"`, `<row r="601">`)
}

func TestAnEmptyWorkbookHasASheet(t *testing.T) {
	wants(t, parts(t, func(b *Workbook) { b.SetTimeZone("UTC") })["docProps/custom.xml"], `name="aimsio time zone"><vt:lpwstr>UTC<`)
}

package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

// made makes a workbook of another program from the XML of its sheets.
func made(t *testing.T, workbook, styles, texts string, sheets ...string) []byte {
	t.Helper()
	var file bytes.Buffer
	z := zip.NewWriter(&file)
	put := func(name, text string) {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	put("_rels/.rels", `<Relationships><Relationship Id="a" Type="x/officeDocument" Target="/xl/workbook.xml"/></Relationships>`)
	list, relations := "", ""
	for i, sheet := range sheets {
		list += fmt.Sprintf(`<sheet name="S%d" sheetId="%d" r:id="r%d"/>`, i+1, i+1, i+1)
		relations += fmt.Sprintf(`<Relationship Id="r%d" Type="x/worksheet" Target="worksheets/%d.xml"/>`, i+1, i)
		put(fmt.Sprintf("xl/worksheets/%d.xml", i), sheet)
	}
	put("xl/workbook.xml", `<workbook>`+workbook+`<sheets>`+list+`</sheets></workbook>`)
	put("xl/_rels/workbook.xml.rels", `<Relationships>`+relations+`<Relationship Id="s" Type="x/styles" Target="styles.xml"/>`+
		`<Relationship Id="t" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>`)
	put("xl/styles.xml", styles)
	if texts != "" {
		put("xl/sharedStrings.xml", texts)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// read gives the rows of the first sheet, one a line.
func read(file []byte, limits Limits) (string, error) {
	book, err := Open(bytes.NewReader(file), int64(len(file)), limits)
	if err != nil {
		return "", err
	}
	defer func() { _ = book.Close() }()
	rows, err := book.Rows(book.Sheets()[0])
	if err != nil {
		return "", err
	}
	defer func() { _ = rows.Close() }()
	var out strings.Builder
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return strings.TrimSuffix(out.String(), "\n"), nil
		}
		if err != nil {
			return out.String(), err
		}
		for _, v := range row.Values {
			fmt.Fprintf(&out, "%s=%s%s ", Place(v.Column, row.Number), v.Text, v.Fault)
			if v.Exact != "" {
				fmt.Fprintf(&out, "(%s) ", v.Exact)
			}
		}
		out.WriteString("\n")
	}
}

const someStyles = `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="&quot;day&quot;\ yyyy/mm/dd;@"/><numFmt numFmtId="171" formatCode="[h]:mm"/>` +
	`<numFmt numFmtId="172" formatCode="0.00&quot;d&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>` +
	`<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="172"/><xf numFmtId="20"/></cellXfs></styleSheet>`

func TestReadsCells(t *testing.T) {
	const texts = `<sst><si><t>0012</t></si><si><r><t>a</t></r><r><t xml:space="preserve"> b</t></r><rPh><t>spoken</t></rPh></si><si><t/></si><si><t>x_x0007__x005F_x0041_</t></si></sst>`
	for _, c := range []struct{ name, cell, want string }{
		{"shared text", `<c r="A1" t="s"><v>0</v></c>`, "A1=0012"},
		{"text in fonts", `<c r="A1" t="s"><v>1</v></c>`, "A1=a b"},
		{"empty text", `<c r="A1" t="s"><v>2</v></c>`, ""},
		{"escaped", `<c r="A1" t="s"><v>3</v></c>`, "A1=x\x07_x0041_"},
		{"text in place", `<c r="A1" t="inlineStr"><is><t>a&amp;b</t></is></c>`, "A1=a&b"},
		{"number", `<c r="A1"><v>12.50</v></c>`, "A1=12.50"},
		{"what a float adds", `<c r="A1"><v>1.1000000000000001</v></c>`, "A1=1.1"},
		{"exponent", `<c r="A1"><v>2.5E7</v></c>`, "A1=25000000"},
		{"small", `<c r="A1"><v>1E-3</v></c>`, "A1=0.001"},
		{"16 digits kept", `<c r="A1"><v>9007199254740993</v></c>`, "A1=9007199254740993"},
		{"16 digits of which Excel made the last a zero", `<c r="A1"><v>4111111111111110</v></c>`, "A1=it holds the number 4111111111111110, of which Excel keeps 15 digits; enter all of them as a text"},
		{"17 digits below zero", `<c r="A1"><v>-41111111111111100</v></c>`, "A1=it holds the number -41111111111111100, of which Excel keeps 15 digits; enter all of them as a text"},
		{"15 digits", `<c r="A1"><v>0111111111111110</v></c>`, "A1=0111111111111110"},
		{"16 digits lost", `<c r="A1"><v>9.007199254740992E15</v></c>`, "A1=it holds the number 9.007199254740992E15, of which Excel keeps 15 digits; enter all of them as a text"},
		{"no number", `<c r="A1"><v>abc</v></c>`, `A1=it holds "abc", which is no number`},
		{"boolean", `<c r="A1" t="b"><v>1</v></c>`, "A1=true"},
		{"error", `<c r="A1" t="e"><v>#REF!</v></c>`, "A1=it holds the error #REF!"},
		{"formula", `<c r="A1"><f>1+1</f><v>2</v></c>`, "A1=2"},
		{"formula of a text", `<c r="A1" t="str"><f>B1</f><v>x</v></c>`, "A1=x"},
		{"formula without value", `<c r="A1"><f>1+1</f></c>`, "A1=the formula has no value; open the workbook in Excel or LibreOffice and save it"},
		{"formula of nothing", `<c r="A1" t="str"><f>B1</f><v></v></c>`, ""},
		{"day", `<c r="A1" s="1"><v>46324</v></c>`, "A1=2026-10-29"},
		{"day of an own format", `<c r="A1" s="3"><v>46324</v></c>`, "A1=2026-10-29"},
		{"time", `<c r="A1" s="2"><v>46324.75</v></c>`, "A1=2026-10-29T18:00:00"},
		{"midnight", `<c r="A1" s="2"><v>46324</v></c>`, "A1=2026-10-29T00:00:00"},
		{"time in a format of days", `<c r="A1" s="1"><v>46324.541666666664</v></c>`, "A1=2026-10-29 (2026-10-29T13:00:00)"},
		{"late in a format of days", `<c r="A1" s="3"><v>46324.9</v></c>`, "A1=2026-10-29 (2026-10-29T21:36:00)"},
		{"a day that a float misses", `<c r="A1" s="1"><v>46323.99999999999</v></c>`, "A1=2026-10-29"},
		{"milliseconds", `<c r="A1" s="2"><v>46324.0000000115</v></c>`, "A1=2026-10-29T00:00:00.001"},
		{"hours", `<c r="A1" s="4"><v>1.5</v></c>`, "A1=36:00:00"},
		{"time of day", `<c r="A1" s="6"><v>0.3125</v></c>`, "A1=07:30:00"},
		{"a letter in a text", `<c r="A1" s="5"><v>3</v></c>`, "A1=3"},
		{"first day", `<c r="A1" s="1"><v>1</v></c>`, "A1=1900-01-01"},
		{"day before the bug", `<c r="A1" s="1"><v>59</v></c>`, "A1=1900-02-28"},
		{"the day there was not", `<c r="A1" s="1"><v>60</v></c>`, "A1=it holds the day number 60, which is no day"},
		{"before all days", `<c r="A1" s="1"><v>-1</v></c>`, "A1=it holds the day number -1, which is no day"},
		{"ISO day", `<c r="A1" t="d"><v>2026-10-29T00:00:00</v></c>`, "A1=2026-10-29"},
		{"ISO time", `<c r="A1" t="d" s="2"><v>2026-10-29T21:36:00</v></c>`, "A1=2026-10-29T21:36:00"},
		{"ISO time in a format of days", `<c r="A1" t="d" s="1"><v>2026-10-29T21:36:00.5</v></c>`, "A1=2026-10-29 (2026-10-29T21:36:00.5)"},
		{"places are optional", `<c><v>1</v></c><c><v>2</v></c>`, "A1=1 B1=2"},
		{"far to the right", `<c r="XFD1"><v>1</v></c>`, "XFD1=1"},
		{"nothing", `<c r="A1" s="3"/>`, ""},
	} {
		sheet := `<worksheet><sheetData><row r="1">` + c.cell + `</row></sheetData></worksheet>`
		got, err := read(made(t, "", someStyles, texts, sheet), DefaultLimits())
		if got = strings.TrimSpace(got); err != nil || got != c.want {
			t.Errorf("%s: %q, %v, want %q", c.name, got, err, c.want)
		}
	}
	sheet := `<worksheet><sheetData><row><c s="1"><v>44862</v></c><c s="1"><v>0</v></c></row></sheetData></worksheet>`
	if got, err := read(made(t, `<workbookPr date1904="1"/>`, someStyles, "", sheet), DefaultLimits()); err != nil || strings.TrimSpace(got) != "A1=2026-10-29 B1=1904-01-01" {
		t.Errorf("from 1904: %s, %v", got, err)
	}
}

func TestReadsWhatItWrote(t *testing.T) {
	texts := []string{"=1+1", "0012", " a\tb\r\nc ", "_x0041_", "\x00\x1b", "漢字😀", "<&>\"'", "'=x"}
	var file bytes.Buffer
	book := NewWorkbook(&file)
	var row []Cell
	want := ""
	for i, text := range texts {
		row = append(row, TextOf(text))
		want += Place(i, 2) + "=" + text + " "
	}
	row = append(row, NumberOf("10.10"), BooleanOf(false), DayOf(2026, time.October, 29), TimeOf(time.Date(2026, 10, 29, 13, 30, 1, 5e6, time.UTC)))
	want += "I2=10.10 J2=false K2=2026-10-29 L2=2026-10-29T13:30:01.005"
	addSheet(t, book, "a", Layout{Header: true, Columns: make([]Column, len(row))}, row)
	book.SetTimeZone("America/Edmonton")
	if err := book.Close(); err != nil {
		t.Fatal(err)
	}
	if got, err := read(file.Bytes(), DefaultLimits()); err != nil || strings.TrimSpace(got) != want {
		t.Errorf("%q, %v, want\n%q", got, err, want)
	}
	back, err := Open(bytes.NewReader(file.Bytes()), int64(file.Len()), DefaultLimits())
	if err != nil || back.TimeZone() != "America/Edmonton" {
		t.Errorf("%v, %v", back, err)
	}
}

func TestRefusesDamage(t *testing.T) {
	rows := func(text string) []byte {
		return made(t, "", someStyles, "<sst><si><t>a</t></si></sst>", "<worksheet><sheetData>"+text+"</sheetData></worksheet>")
	}
	encrypted := made(t, "", someStyles, "", "<worksheet/>")
	bomb := "<worksheet><sheetData><row><c><v>" + strings.Repeat(" ", 1<<20)
	for name, c := range map[string]struct {
		file  []byte
		fault string
	}{
		"no archive":           {[]byte("PK\x03\x04 and no more"), "the workbook is damaged"},
		"cut off":              {encrypted[:len(encrypted)/2], "the workbook is damaged"},
		"row back":             {rows(`<row r="2"><c><v>1</v></c></row><row r="1"/>`), `row 2 is followed by a row "1"`},
		"row far away":         {rows(`<row r="2147483647"/>`), `row 0 is followed by a row "2147483647"`},
		"row below all":        {rows(`<row r="-1"/>`), `row 0 is followed by a row "-1"`},
		"cell back":            {rows(`<row r="1"><c r="B1"/><c r="A1"/></row>`), `the cell "A1" is out of its place`},
		"cell of another row":  {rows(`<row r="1"><c r="B2"/></row>`), `the cell "B2" is out of its place`},
		"cell far away":        {rows(`<row r="1"><c r="XFE1"/></row>`), `the cell "XFE1" is out of its place`},
		"text that is not":     {rows(`<row r="1"><c t="s"><v>7</v></c></row>`), "refers to text 7, and there are 1"},
		"text without number":  {rows(`<row r="1"><c t="s"><v>-1</v></c></row>`), `refers to text "-1"`},
		"type that is not":     {rows(`<row r="1"><c t="zz"><v>1</v></c></row>`), `a cell is of a type "zz"`},
		"entity":               {rows(`<row r="1"><c><v>&bomb;</v></c></row>`), "the workbook is damaged"},
		"document type":        {made(t, "", someStyles, "", `<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>`), "document type"},
		"end within a cell":    {made(t, "", someStyles, "", `<worksheet><sheetData><row><c>`), "the workbook is damaged"},
		"end within a sheet":   {made(t, "", someStyles, "", `<worksheet><sheetData>`), "a sheet does not end"},
		"cell that never ends": {made(t, "", someStyles, "", bomb+strings.Repeat(" ", 1<<20)), "larger than Excel takes"},
	} {
		if _, err := read(c.file, DefaultLimits()); err == nil || !strings.Contains(err.Error(), c.fault) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRefusesBombs(t *testing.T) {
	limits := DefaultLimits()
	limits.UnpackedFree, limits.Ratio = 1<<16, 50
	sheet := "<worksheet><sheetData>" + strings.Repeat("<row/>", 1<<18) + "</sheetData></worksheet>"
	if _, err := read(made(t, "", someStyles, "", sheet), limits); err == nil || !strings.Contains(err.Error(), "made to fill memory") {
		t.Error(err)
	}
	texts := "<sst>" + strings.Repeat("<si><t>aaaaaaaaaaaaaaa</t></si>", 1<<16) + "</sst>"
	sheet = `<worksheet><sheetData><row><c t="s"><v>1</v></c></row></sheetData></worksheet>`
	if _, err := read(made(t, "", someStyles, texts, sheet), limits); err == nil || !strings.Contains(err.Error(), "made to fill memory") {
		t.Error(err)
	}
}

func TestRefusesOtherFiles(t *testing.T) {
	for name, fault := range map[string]string{
		"mimetype": "this is an OpenDocument file", "xl/workbook.bin": "this is a binary workbook", "readme.txt": "this is a zip archive, and no workbook",
	} {
		var file bytes.Buffer
		z := zip.NewWriter(&file)
		if _, err := z.Create(name); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := read(file.Bytes(), DefaultLimits()); err == nil || !strings.Contains(err.Error(), fault) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMerged(t *testing.T) {
	rows := strings.Repeat(`<row><c t="inlineStr"><is><t>mergeCell ref="Z1:Z2"</t></is></c></row>`, 5000)
	for _, count := range []int{0, 1, 3, 2000} {
		merged := ""
		for i := range count {
			merged += fmt.Sprintf(`<x:mergeCell ref="B%d:C%d"/>`, i+1, i+1)
		}
		file := made(t, "", someStyles, "", "<worksheet><sheetData>"+rows+"</sheetData><x:mergeCells count='3'>"+merged+"</x:mergeCells></worksheet>")
		book, err := Open(bytes.NewReader(file), int64(len(file)), DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		found, err := book.Merged(book.Sheets()[0])
		if err != nil || len(found) != count {
			t.Fatalf("%d, %v, want %d", len(found), err, count)
		}
		for i, r := range found {
			if r.FirstRow != i+1 || r.FirstColumn != 1 || r.LastColumn != 2 || r.Name != fmt.Sprintf("B%d:C%d", i+1, i+1) {
				t.Fatalf("%d: %+v", i, r)
			}
		}
	}
}

// FuzzRead: no file makes the reader panic or go on without end, and what it reads is in order.
func FuzzRead(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" s="1"><v>46324</v></c></row>`, someStyles)
	f.Add(`<row><c t="s"><v>0</v></c><c t="inlineStr"><is><r><t>a</t></r></is></c></row>`, "")
	f.Fuzz(func(t *testing.T, rows, styles string) {
		_, _ = read(made(t, "", styles, "<sst><si><t>a</t></si></sst>", "<worksheet><sheetData>"+rows+"</sheetData></worksheet>"), DefaultLimits())
	})
}

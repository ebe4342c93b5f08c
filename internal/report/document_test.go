package report

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/chart"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/page"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// made is a document with a part of every sort.
func made(t *testing.T) *Document {
	t.Helper()
	rows := func(raws ...string) (rows []record.Record) {
		for _, raw := range raws {
			r, err := record.New(jsontext.Value(raw))
			if err != nil {
				t.Fatal(err)
			}
			rows = append(rows, r)
		}
		return rows
	}
	d := &Document{
		Heading: page.Heading{Title: "<Jobs>", Environment: "demo"}, Text: "What <it> is.\n", Notes: []string{"2 h old"},
		Parts: []Part{
			{Title: "By status", Text: "All.", Columns: []string{"status", "jobs"}, Rows: rows(`{"status":"<b>","jobs":2}`, `{"status":null,"jobs":null}`), Shown: true},
			{Title: "Listed/2026", Columns: []string{"code", "day", "open"}, Rows: rows(`{"code":"0012","day":"2026-10-29","open":true}`), Shown: true, Notes: []string{"showing 1 of 2"}},
			{Title: "None", Columns: []string{"a"}, Shown: true},
			{Title: "Gone", Left: "left out: there is no x"},
		},
	}
	if err := d.Parts[0].draw("bar"); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestPage(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := made(t).HTML(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"<title>&lt;Jobs&gt; · demo</title>", "<p>What &lt;it&gt; is.</p>\n<p>2 h old</p>", "<h2>By status</h2>\n<p>All.</p>\n<img alt=\"By status\" src=\"data:image/svg+xml;base64,",
		`<td>&lt;b&gt;</td><td class="number">2</td>`, "<p>1 value that is null: not drawn</p>", "<td>0012</td>", "<p>showing 1 of 2</p>",
		"<h2>None</h2>\n<p>no rows</p>", "<h2>Gone</h2>\n<p>left out: there is no x</p>\n<script>",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("there is no %s", want)
		}
	}
}

func TestPrinted(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := made(t).Print(&out, chart.Terminal{Width: 40, ASCII: true}, output.Options{}); err != nil {
		t.Fatal(err)
	}
	want := `<Jobs>

What <it> is.

By status
All.

<b>     ########################## 2
(none)   null
1 value that is null: not drawn

Listed/2026

code  day         open
0012  2026-10-29  true
showing 1 of 2

None

no rows

Gone
left out: there is no x

`
	if out.String() != want {
		t.Errorf("printed\n%s", out.String())
	}
}

func TestWorkbook(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := made(t).Workbook(&out); err != nil {
		t.Fatal(err)
	}
	files, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	content, err := fs.ReadFile(files, "xl/workbook.xml")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, found := range regexp.MustCompile(`<sheet name="([^"]*)"`).FindAllSubmatch(content, -1) {
		names = append(names, string(found[1]))
	}
	if len(names) < 4 || names[0] != "About" || names[1] != "By status" || names[3] != "None" {
		t.Errorf("the sheets are %q", names)
	}
	about, err := fs.ReadFile(files, "xl/worksheets/sheet1.xml")
	if err != nil || !bytes.Contains(about, []byte("left out: there is no x")) || !bytes.Contains(about, []byte("2 h old")) {
		t.Errorf("the first sheet is %s, %v", about, err)
	}
}

package output

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/aimsio-cli/aimsio/internal/api"
	htmlpage "github.com/aimsio-cli/aimsio/internal/page"
)

// parsed reads what was written as a browser does.
func parsed(t *testing.T, text string) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// elements gives the elements with a name, in their order.
func elements(root *html.Node, name string) []*html.Node {
	var found []*html.Node
	for node := range root.Descendants() {
		if node.Type == html.ElementNode && node.Data == name {
			found = append(found, node)
		}
	}
	return found
}

// inner gives the text inside.
func inner(node *html.Node) string {
	var text strings.Builder
	for below := range node.Descendants() {
		if below.Type == html.TextNode {
			text.WriteString(below.Data)
		}
	}
	return text.String()
}

func TestHTML(t *testing.T) {
	t.Parallel()
	o := Options{Format: HTML, Header: true, Default: []string{"number", "count", "start", `<img src=x>"`}, Fields: jobs(), Time: utc(t)}
	got := mustWrite(t, o, `[
		{"number":"</td><script>alert(1)</script>&amp;","count":9007199254740993,"start":1764000000000},
		{"number":"\" onmouseover=\"x' \u0000\u001b[31m\u202e","count":-1.50,"<img src=x>\"":"two\r\nlines"}]`)
	root := parsed(t, got)
	rows := elements(root, "tr")
	if len(rows) != 3 {
		t.Fatalf("%d rows:\n%s", len(rows), got)
	}
	want := [][]string{
		{"number", "count", "start", `<img src=x>"`},
		{"</td><script>alert(1)</script>&amp;", "9007199254740993", "2025-11-24T16:00:00Z", ""},
		{"\" onmouseover=\"x' ␀␛[31m\ufffd", "-1.50", "", "two\nlines"},
	}
	for i, row := range rows {
		cells := append(elements(row, "th"), elements(row, "td")...)
		for j, cell := range cells {
			if inner(cell) != want[i][j] {
				t.Errorf("row %d, cell %d: %q, want %q", i, j, inner(cell), want[i][j])
			}
		}
	}
	if !strings.Contains(got, "<p>2 rows</p>") || !strings.Contains(got, `<td class="number">-1.50</td>`) {
		t.Errorf("the page is\n%s", got)
	}
}

// TestHTMLSaysWhatItShows: the heading, what kind each cell is of though no description says so, and the notes.
func TestHTMLSaysWhatItShows(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	w, err := New(&out, Options{
		Format: HTML, Header: true, Columns: []string{"status", "jobs", "none"}, Heading: htmlpage.Heading{Title: "aimsio sql", Environment: "demo"},
		Fields: []api.Field{{Name: "status", Type: api.Any}, {Name: "jobs", Type: api.Any}, {Name: "none", Type: api.Any}},
	})
	if err != nil {
		t.Fatal(err)
	}
	w.(Noter).Note("showing 2 of <9>")
	if err := feed(w, strings.NewReader(`[{"status":"<b>","jobs":null,"none":null},{"status":"7","jobs":12,"none":null}]`)); err != nil {
		t.Fatal(err)
	}
	got := out.String()
	for _, want := range []string{
		"<title>aimsio sql · demo</title>", "<h1>aimsio sql</h1>", `<td>7</td><td class="number">12</td><td></td>`,
		`<th scope="col" class="number"><button type="button">jobs</button></th>`, "<p>2 rows</p>\n<p>showing 2 of &lt;9&gt;</p>",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("there is no %s in\n%s", want, got)
		}
	}
}

func TestHTMLOfOneRecordAndOfNone(t *testing.T) {
	t.Parallel()
	root := parsed(t, mustWrite(t, Options{Format: HTML, Header: true, Single: true}, `[{"a":1,"b":{"c":"<"}}]`))
	if rows := elements(root, "tr"); len(rows) != 2 || inner(rows[1]) != "b.c<" || len(elements(rows[1], "th")) != 1 {
		t.Errorf("%d rows", len(rows))
	}
	got := mustWrite(t, Options{Format: HTML, Header: true}, `[]`)
	if !strings.Contains(got, "<p>0 rows</p>") || !strings.HasSuffix(got, "</html>\n") {
		t.Errorf("the page of no record is\n%s", got)
	}
	if got := mustWrite(t, Options{Format: HTML, Columns: []string{"a"}}, `[{"a":1}]`); strings.Contains(got, "<thead>") {
		t.Error("there is a header")
	}
}

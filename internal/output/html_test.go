package output

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// page reads what was written as a browser does.
func page(t *testing.T, text string) *html.Node {
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
	root := page(t, got)
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

// TestHTMLNeedsNothing: whatever the records hold, the page has its own script and style alone, which its policy
// names, and leads nowhere.
func TestHTMLNeedsNothing(t *testing.T) {
	t.Parallel()
	got := mustWrite(t, Options{Format: HTML, Header: true, Columns: []string{"name"}}, `[{"name":"<script src=//x></script><style>*{}</style><img src=x onerror=y>"}]`)
	root := page(t, got)
	for name, text := range map[string]string{"script": pageScript, "style": pageStyle} {
		found := elements(root, name)
		if len(found) != 1 || inner(found[0]) != text || len(found[0].Attr) > 0 {
			t.Errorf("%d elements %s", len(found), name)
		}
		if !strings.Contains(got, name+"-src '"+digest(text)+"'") {
			t.Errorf("the policy does not name the %s", name)
		}
	}
	for _, leads := range []string{"url(", "@import", "fetch(", "import(", "eval("} {
		if strings.Contains(pageStyle+pageScript, leads) {
			t.Errorf("the page has %s", leads)
		}
	}
	for node := range root.Descendants() {
		for _, attribute := range node.Attr {
			if attribute.Key == "src" || attribute.Key == "href" || strings.HasPrefix(attribute.Key, "on") {
				t.Errorf("<%s> has %s=%q", node.Data, attribute.Key, attribute.Val)
			}
		}
	}
}

func TestHTMLOfOneRecordAndOfNone(t *testing.T) {
	t.Parallel()
	root := page(t, mustWrite(t, Options{Format: HTML, Header: true, Single: true}, `[{"a":1,"b":{"c":"<"}}]`))
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

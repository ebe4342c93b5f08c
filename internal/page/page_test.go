package page

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

const hostile = `</title></td><script src=//x.test>alert(1)</script><style>*{}</style><img src=x onerror=y>" onload='z'`

// whole makes a page with a text in every place that takes one.
func whole(s string) string {
	page := Begin(nil, Heading{Title: s, Environment: s, Made: s, Command: s})
	page = BeginTable(page, []string{s, s}, []Kind{Number, Time})
	page = EndRow(Cell(Name(BeginRow(page), s), s, Word))
	return string(End(Note(EndTable(page), s)))
}

func parsed(t *testing.T, page string) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// inner gives the texts of the elements with a name.
func inner(root *html.Node, name string) []string {
	var found []string
	for node := range root.Descendants() {
		if node.Type != html.ElementNode || node.Data != name {
			continue
		}
		var text strings.Builder
		for below := range node.Descendants() {
			if below.Type == html.TextNode {
				text.WriteString(below.Data)
			}
		}
		found = append(found, text.String())
	}
	return found
}

// TestNothingButItself: whatever is shown, the page has its own script and style alone, which its policy names, and
// leads nowhere.
func TestNothingButItself(t *testing.T) {
	t.Parallel()
	page := whole(hostile)
	root := parsed(t, page)
	for name, text := range map[string]string{"script": Script, "style": Style} {
		found := inner(root, name)
		if len(found) != 1 || found[0] != text {
			t.Errorf("%d elements %s", len(found), name)
		}
		if !strings.Contains(page, name+"-src '"+digest(text)+"'") {
			t.Errorf("the policy does not name the %s", name)
		}
	}
	for _, leads := range []string{"url(", "@import", "fetch(", "import(", "eval(", "innerHTML"} {
		if strings.Contains(Style+Script, leads) {
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
	if n := strings.Count(page, "<script"); n != 1 {
		t.Errorf("%d scripts", n)
	}
}

func TestTextsShowAsTheyAre(t *testing.T) {
	t.Parallel()
	root := parsed(t, whole(hostile))
	for name, want := range map[string]int{"h1": 1, "th": 3, "td": 1, "code": 1, "button": 2} {
		found := inner(root, name)
		if len(found) != want {
			t.Errorf("%d elements %s", len(found), name)
		}
		for _, text := range found {
			if text != hostile {
				t.Errorf("<%s> shows %q", name, text)
			}
		}
	}
	if title := inner(root, "title"); len(title) != 1 || title[0] != hostile+" · "+hostile+" · "+hostile {
		t.Errorf("the title is %q", title)
	}
	if lines := inner(parsed(t, string(Note(nil, "a\nb\x1b[1m"))), "p"); len(lines) != 1 || lines[0] != "a\nb␛[1m" {
		t.Errorf("the note is %q", lines)
	}
}

// TestHeadingOfLess: what is not known takes no place.
func TestHeadingOfLess(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		heading Heading
		title   string
		lines   int
	}{
		"nothing":        {Heading{}, "aimsio", 0},
		"no environment": {Heading{Title: "aimsio version", Made: "2026-10-29 12:00 +00:00"}, "aimsio version · 2026-10-29 12:00 +00:00", 1},
		"all": {
			Heading{Title: "aimsio log", Environment: "demo", Made: "today", Command: "aimsio log -o html"},
			"aimsio log · demo · today", 3,
		},
	} {
		root := parsed(t, string(End(Begin(nil, test.heading))))
		if title := inner(root, "title"); len(title) != 1 || title[0] != test.title {
			t.Errorf("%s: the title is %q", name, title)
		}
		if lines := inner(root, "p"); len(lines) != test.lines {
			t.Errorf("%s: the lines are %q", name, lines)
		}
	}
}

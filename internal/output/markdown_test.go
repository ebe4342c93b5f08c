package output

import (
	"errors"
	"strings"
	"testing"
)

func TestMarkdown(t *testing.T) {
	t.Parallel()
	o := Options{Format: Markdown, Header: true, Default: []string{"number", "count", "start", "crew", "days", "a_b|c"}, Fields: jobs(), Time: utc(t)}
	got := mustWrite(t, o, `[
		{"number":"a|b\\c","count":9007199254740993,"start":1764000000000,"crew":[{"n":"x|y"}],"days":[0,1],"a_b|c":"two\r\nlines\rand\tmore\n"},
		{"number":"<script>alert(1)</script> & *b* _i_ some_name [l](javascript:x) `+"`c`"+` $1$ ~~s~~ #1 ![i](x)","count":-1.50,"extra":1},
		{"number":"\u001b[31m\u202e"}]`)
	checkText(t, got, `| number | count | start | crew | days | a_b\|c |
| --- | ---: | --- | --- | --- | --- |
| a\|b\\c | 9007199254740993 | 2025-11-24T16:00:00Z | \[{"n":"x\|y"}\] | 1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z | two<br>lines<br>and more<br> |
| \<script\>alert(1)\</script\> \& \*b\* \_i\_ some_name \[l\](javascript:x) \`+"`c\\`"+` \$1\$ \~\~s\~\~ \#1 \!\[i\](x) | -1.50 |  |  |  |  |
| ␛\[31m`+"\ufffd"+` |  |  |  |  |  |
`)
}

// TestMarkdownLinksNothing: what GitHub makes links and pictures of without any sign stays text, and times stay readable.
func TestMarkdownLinksNothing(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"see https://a.example/x": `see https\://a.example/x`,
		"ftp://a":                 `ftp\://a`,
		"www.a.example":           `www\.a.example`,
		"(WWW.a.example":          `(WWW\.a.example`,
		"ww.a.example":            "ww.a.example",
		"me@a.example, you":       "me@<!-- -->a.example, you",
		"@octo-cat":               "@<!-- -->octo-cat",
		"@é":                      "@<!-- -->é",
		"5 @ 10, at@":             "5 @ 10, at@",
		"at@\nx":                  "at@<br>x",
		"a <!-- --> b":            `a \<\!-- --\> b`,
		":smile: :+1: :a_b:c:":    `\:smile: \:+1: \:a_b\:c:`,
		":100:":                   `\:100:`,
		"a: b: c":                 "a: b: c",
		"2026-01-01T10:00:00Z":    "2026-01-01T10:00:00Z",
		"10:00:00-07:00":          "10:00:00-07:00",
		"10:30, 08:15:59.123":     "10:30, 08:15:59.123",
		"::":                      "::",
		":":                       ":",
	} {
		if got := string(appendMarkdown(nil, s)); got != want {
			t.Errorf("%q becomes %q, want %q", s, got, want)
		}
	}
}

func TestMarkdownWithoutRecordsOrHeader(t *testing.T) {
	t.Parallel()
	o := Options{Format: Markdown, Header: true, Columns: []string{"number", "rate"}, Fields: jobs()}
	checkText(t, mustWrite(t, o, `[]`), "| number | rate |\n| --- | ---: |\n")
	o.Header = false
	checkText(t, mustWrite(t, o, `[{"number":"1","rate":10.10}]`), "| 1 | 10.10 |\n")
	checkText(t, mustWrite(t, Options{Format: Markdown, Header: true}, `[]`), "")
	checkText(t, mustWrite(t, Options{Format: Markdown, Header: true}, `[{"b":1},{"a":{"c":2}}]`), "| a.c | b |\n| ---: | ---: |\n|  | 1 |\n| 2 |  |\n")
}

func TestMarkdownOfOneRecord(t *testing.T) {
	t.Parallel()
	o := Options{Format: Markdown, Header: true, Single: true, Fields: jobs(), Time: utc(t)}
	checkText(t, mustWrite(t, o, `[{"number":"1","wbs":{"at":1764000000000},"none":null}]`),
		"| field | value |\n| --- | --- |\n| number | 1 |\n| wbs.at | 2025-11-24T16:00:00Z |\n| none |  |\n")
}

// TestFlatStreams: a record is written before the next one comes, in memory that does not grow.
func TestFlatStreams(t *testing.T) {
	t.Parallel()
	for _, format := range []Format{Markdown, HTML} {
		var out strings.Builder
		w, err := New(&out, Options{Format: format, Columns: []string{"number"}, Fields: jobs()})
		if err != nil {
			t.Fatal(err)
		}
		long := strings.Repeat("x", bufferSize)
		for range 3 {
			if err := w.Write(rec(t, `{"number":"`+long+`"}`)); err != nil {
				t.Fatal(err)
			}
		}
		if out.Len() < 2*bufferSize {
			t.Errorf("%s: %d bytes are written before the end", format, out.Len())
		}
	}
}

func TestFlatOfAnUnknownColumn(t *testing.T) {
	t.Parallel()
	for _, format := range []Format{Markdown, HTML} {
		for _, single := range []bool{false, true} {
			o := Options{Format: format, Columns: []string{"name", "zzzzzzzz"}, Fields: jobs(), Single: single}
			_, err := write(t, o, `[{"name":"a"}]`)
			if unknown, ok := errors.AsType[*UnknownFieldError](err); !ok || unknown.Name != "zzzzzzzz" {
				t.Errorf("%s: error %v", format, err)
			}
		}
	}
}

// FuzzMarkdown: a cell is one line, and stays in its place.
func FuzzMarkdown(f *testing.F) {
	f.Add("a|b\n\\|\r")
	f.Add("\\\\|")
	f.Add("me@a.example http://b www.c :smile:")
	f.Fuzz(func(t *testing.T, s string) {
		got := string(appendMarkdown(nil, shownLines([]byte(s), nil)))
		if strings.ContainsAny(got, "\n\r\t") {
			t.Errorf("%q has several lines", got)
		}
		escaped := false
		links := strings.NewReplacer("<br>", "", "@"+nothing, "")
		for _, r := range links.Replace(got) {
			if !escaped && strings.ContainsRune("|<>`*[]", r) {
				t.Errorf("%q obeys a %c", got, r)
			}
			escaped = !escaped && r == '\\'
		}
		for _, link := range []string{"://", "www.", ":smile:"} {
			if strings.Count(got, link) > strings.Count(got, `\`+link) {
				t.Errorf("%q has %s, which links", got, link)
			}
		}
	})
}

package cli

import (
	"slices"
	"strings"
	"testing"
)

// TestSplitSQL: queries end at semicolons, but at none in quotes or comments.
func TestSplitSQL(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"":                                nil,
		" \n;; ; -- nothing\n;/* ; */;":   nil,
		"select 1":                        {"select 1"},
		"select 1;":                       {"select 1"},
		"select 1; select 2":              {"select 1", "select 2"},
		"select ';'; select \";\"":        {"select ';'", "select \";\""},
		"select 'it''s;'; x":              {"select 'it''s;'", "x"},
		"select 1 -- one; two\n; x":       {"select 1 -- one; two", "x"},
		"select 1 /* ; ' */ + 2; x":       {"select 1 /* ; ' */ + 2", "x"},
		"-- first\nselect 1; -- last":     {"-- first\nselect 1"},
		"select 'no end; x":               {"select 'no end; x"},
		"select 1 /* no end; x":           {"select 1 /* no end; x"},
		"select '--'; select '/*'; x":     {"select '--'", "select '/*'", "x"},
		"select 1 - -1; select 4 / 2 * 1": {"select 1 - -1", "select 4 / 2 * 1"},
		"/*":                              nil,
		"'":                               {"'"},
	} {
		if got := splitSQL(text); !slices.Equal(got, want) {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// FuzzSplitSQL: every query is a part of the text, in order; nothing but blanks, semicolons and
// comments is left out; and splitting again changes nothing.
func FuzzSplitSQL(f *testing.F) {
	for _, seed := range []string{
		"", "select 1; select 2", "select ';'", `select ";"`, "-- ;\n;", "/* ; */ x", "'", "/*", "--", "a'b''c;d'e;f", ";;;", "x/", "x-", "/*/;*/y", "\x00;\xff", "'\n;\n'",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rest := text
		for _, query := range splitSQL(text) {
			at := strings.Index(rest, query)
			if at < 0 || strings.TrimSpace(query) == "" {
				t.Fatalf("%q gave %q, which it has not", text, query)
			}
			rest = rest[at+len(query):]
			if again := splitSQL(query); len(again) != 1 || again[0] != query {
				t.Fatalf("%q gave %q, which splits into %q", text, query, again)
			}
		}
		if !strings.ContainsAny(text, "'\"-/") {
			var want []string
			for part := range strings.SplitSeq(text, ";") {
				if part = strings.TrimFunc(part, blank); part != "" {
					want = append(want, part)
				}
			}
			if got := splitSQL(text); !slices.Equal(got, want) {
				t.Fatalf("%q is %q, want %q", text, got, want)
			}
		}
	})
}

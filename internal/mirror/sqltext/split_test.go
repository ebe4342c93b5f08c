package sqltext

import (
	"slices"
	"strings"
	"testing"
)

// TestSplit: queries end at semicolons, but at none in quotes or comments.
func TestSplit(t *testing.T) {
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
		for _, postgres := range []bool{false, true} {
			if got := Split(text, postgres); !slices.Equal(got, want) {
				t.Errorf("%q is %q, want %q", text, got, want)
			}
		}
	}
}

// TestSplitAsTheDatabaseReads: the two databases know quotes and comments that the other does not.
func TestSplitAsTheDatabaseReads(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct{ sqlite, postgres []string }{
		"select $$a;b$$; x":           {[]string{"select $$a", "b$$", "x"}, []string{"select $$a;b$$", "x"}},
		"select $t$;$$;$t$; x":        {[]string{"select $t$", "$$", "$t$", "x"}, []string{"select $t$;$$;$t$", "x"}},
		"select a$b$; c$b$":           {[]string{"select a$b$", "c$b$"}, []string{"select a$b$", "c$b$"}},
		"select $1; $1":               {[]string{"select $1", "$1"}, []string{"select $1", "$1"}},
		"/* /* ; */ ; */ select 1; x": {[]string{"*/ select 1", "x"}, []string{"/* /* ; */ ; */ select 1", "x"}},
		`select E'\';'; x`:            {[]string{`select E'\'`, "'; x"}, []string{`select E'\';'`, "x"}},
		`select name'\'; x`:           {[]string{`select name'\'`, "x"}, []string{`select name'\'`, "x"}},
		"select [a;b], `c;d`; x":      {[]string{"select [a;b], `c;d`", "x"}, []string{"select [a", "b], `c", "d`", "x"}},
		"select 1 -- ;\r; x":          {[]string{"select 1 -- ;\r; x"}, []string{"select 1 -- ;", "x"}},
		"select $a; $a$b":             {[]string{"select $a", "$a$b"}, []string{"select $a", "$a$b"}},
	} {
		if got := Split(text, false); !slices.Equal(got, want.sqlite) {
			t.Errorf("%q is %q in SQLite, want %q", text, got, want.sqlite)
		}
		if got := Split(text, true); !slices.Equal(got, want.postgres) {
			t.Errorf("%q is %q in PostgreSQL, want %q", text, got, want.postgres)
		}
	}
}

// FuzzSplit: every query is a part of the text, in order; nothing but blanks, semicolons and
// comments is left out; and splitting again changes nothing.
func FuzzSplit(f *testing.F) {
	for _, seed := range []string{
		"", "select 1; select 2", "select ';'", `select ";"`, "-- ;\n;", "/* ; */ x", "'", "/*", "--", "a'b''c;d'e;f", ";;;", "x/", "x-", "/*/;*/y", "\x00;\xff", "'\n;\n'", "$$;$$", "$a$;$a$ /* /* ; */ */", `e'\';'`, "[;];`;`",
	} {
		f.Add(seed, false)
		f.Add(seed, true)
	}
	f.Fuzz(func(t *testing.T, text string, postgres bool) {
		rest := text
		for _, query := range Split(text, postgres) {
			at := strings.Index(rest, query)
			if at < 0 || strings.TrimSpace(query) == "" {
				t.Fatalf("%q gave %q, which it has not", text, query)
			}
			rest = rest[at+len(query):]
			if again := Split(query, postgres); len(again) != 1 || again[0] != query {
				t.Fatalf("%q gave %q, which splits into %q", text, query, again)
			}
		}
		if !strings.ContainsAny(text, "'\"-/$[`") {
			var want []string
			for part := range strings.SplitSeq(text, ";") {
				if part = strings.TrimFunc(part, blank); part != "" {
					want = append(want, part)
				}
			}
			if got := Split(text, postgres); !slices.Equal(got, want) {
				t.Fatalf("%q is %q, want %q", text, got, want)
			}
		}
	})
}

// TestEnded: a query is ended by a semicolon that stands neither in quotes nor in a comment.
func TestEnded(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"":                          true,
		" \n":                       true,
		"-- nothing":                true,
		"select 1":                  false,
		"select 1;":                 true,
		"select 1;  ":               true,
		"select 1; -- done":         true,
		"select 1; /* done */":      true,
		"select 1; select":          false,
		"select 1 -- not here;":     false,
		"select 'a;":                false,
		"select 'a;\nb';":           true,
		"select \"a;":               false,
		"/* several":                false,
		"/* several\nlines */":      true,
		"select 1; /* more":         false,
		"select 1; -- /* one line":  true,
		"select 1 /* ; */;":         true,
		"select 1; 'left open":      false,
		"select 1;;":                true,
		"/*/":                       false,
		"select 1 --\n;":            true,
		"select 1 -- two\n-- three": false,
	} {
		for _, postgres := range []bool{false, true} {
			if got := Ended(text, postgres); got != want {
				t.Errorf("%q, PostgreSQL %v: ended is %v", text, postgres, got)
			}
		}
	}
	for text, want := range map[string][2]bool{ // SQLite, PostgreSQL
		"select $$a;":           {true, false},
		"select `a;":            {false, true},
		"select [a;":            {false, true},
		"/* /* inner */;":       {true, false},
		"select e'it\\';":       {true, false},
		"select $x$ a; $x$ ;\n": {true, true},
	} {
		for i, postgres := range []bool{false, true} {
			if got := Ended(text, postgres); got != want[i] {
				t.Errorf("%q, PostgreSQL %v: ended is %v", text, postgres, got)
			}
		}
	}
}

package sqltext

import "testing"

func TestQuotes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][2]string{
		"":       {`""`, "''"},
		"a b":    {`"a b"`, "'a b'"},
		`a"b'c`:  {`"a""b'c"`, `'a"b''c'`},
		`"; --'`: {`"""; --'"`, `'"; --'''`},
	} {
		if name, constant := Name(text), Constant(text); name != want[0] || constant != want[1] {
			t.Errorf("%q is the name %s and the constant %s, want %s and %s", text, name, constant, want[0], want[1])
		}
	}
}

func TestArguments(t *testing.T) {
	t.Parallel()
	for n, want := range []string{"", "?", "?, ?", "?, ?, ?"} {
		if got := Arguments(n); got != want {
			t.Errorf("%d arguments are %q, want %q", n, got, want)
		}
	}
}

// TestNumbered: arguments get their numbers, in order; what stands in quotes is no argument.
func TestNumbered(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                "",
		"a = ? and b in (?, ?)":           "a = $1 and b in ($2, $3)",
		"a = '?' and \"b?\" = ?":          "a = '?' and \"b?\" = $1",
		"a = 'it''s ?' and b = ?":         "a = 'it''s ?' and b = $1",
		"é = ? and '日本?' = ?":             "é = $1 and '日本?' = $2",
		"already $1":                      "already $1",
		`a = '"' and b = ? and c = "'" ?`: `a = '"' and b = $1 and c = "'" $2`,
	} {
		if got := Numbered(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

// TestQualified: tables are named in full wherever they stand; columns, longer names and what stands in
// quotes are not.
func TestQualified(t *testing.T) {
	t.Parallel()
	table := func(word string) string {
		if word == "objects" || word == "meta" {
			return "s." + word
		}
		return ""
	}
	for text, want := range map[string]string{
		"":                                    "",
		"select * from objects":               "select * from s.objects",
		"select objects from objects":         "select s.objects from s.objects",
		"select objects.id from objects, x":   "select objects.id from s.objects, x",
		"delete from x.objects":               "delete from x.objects",
		"select 'objects' from \"objects\"":   "select 'objects' from \"objects\"",
		"select 'it''s objects', meta":        "select 'it''s objects', s.meta",
		"objects_seq on objects(meta_x)":      "objects_seq on s.objects(meta_x)",
		"OBJECTS, objects":                    "OBJECTS, s.objects",
		"join objects\n\to on o.id = objects": "join s.objects\n\to on o.id = s.objects",
		"'日本' || objects":                     "'日本' || s.objects",
	} {
		if got := Qualified(text, table); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

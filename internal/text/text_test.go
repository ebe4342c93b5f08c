package text

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSafe(t *testing.T) {
	for text, want := range map[string]string{
		"plain":                    "plain",
		"é 日本 👨‍👩‍👧":               "é 日本 👨‍👩‍👧",
		"a\x1b]0;title\x07b":       "a␛]0;title␇b",
		"a\r\nb\tc":                "a  b c",
		"\x9b31m":                  "\ufffd31m",
		"\u009b\u202e\u2066\u206f": "\ufffd\ufffd\ufffd\ufffd",
	} {
		if got := Safe(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
	if got := SafeLines("a\n\tb\rc\x1b"); got != "a\n\tb c␛" {
		t.Errorf("several lines become %q", got)
	}
	if got := OneLine(" a\n b\t\x07 "); got != "a b ␇" {
		t.Errorf("on one line it is %q", got)
	}
	if got := Shorten("日本 日本", 3); got != "日本…" {
		t.Errorf("shortened it is %q", got)
	}
}

// A writer lets nothing through that acts, however a text is cut into writes, and loses nothing else.
func TestWriter(t *testing.T) {
	const given = "é 日本\n\t👨‍👩‍👧\x1b[2J\u009b1m\u202e\x9b\x7f\rend\xe6\x97"
	const want = "é 日本\n\t👨‍👩‍👧␛[2J\ufffd1m\ufffd\ufffd␡ end\ufffd"
	for size := 1; size <= len(given); size++ {
		var shown bytes.Buffer
		w := NewWriter(&shown)
		for rest := given; rest != ""; rest = rest[min(size, len(rest)):] {
			part := rest[:min(size, len(rest))]
			if n, err := io.WriteString(w, part); n != len(part) || err != nil {
				t.Fatalf("%d bytes of %q written: %v", n, part, err)
			}
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		if got := strings.ReplaceAll(shown.String(), "\ufffd\ufffd", "\ufffd"); got != strings.ReplaceAll(want, "\ufffd\ufffd", "\ufffd") {
			t.Errorf("written by %d bytes: %q, want %q", size, shown.String(), want)
		}
	}
}

// What the program draws itself comes through, and what is written in a style cannot end it.
func TestWriterDraws(t *testing.T) {
	var shown bytes.Buffer
	w := NewWriter(&shown)
	if _, err := io.WriteString(w.Control(), "\x1b[K"); err != nil {
		t.Fatal(err)
	}
	if err := Styled(w, Bold, "a\x1b[0mb"); err != nil {
		t.Fatal(err)
	}
	if want := "\x1b[K\x1b[1ma␛[0mb\x1b[0m"; shown.String() != want {
		t.Errorf("%q, want %q", shown.String(), want)
	}
}

func FuzzSafe(f *testing.F) {
	f.Add("a\x1b[2J\u009b\u202e\xff\r\n\t", 1)
	f.Add("日本", 2)
	f.Fuzz(func(t *testing.T, given string, cut int) {
		acts := func(r rune) bool { return r != '\n' && r != '\t' && Acts(r) }
		for name, got := range map[string]string{"Safe": Safe(given), "SafeLines": SafeLines(given), "OneLine": OneLine(given)} {
			if strings.ContainsFunc(got, acts) || !utf8.ValidString(got) {
				t.Errorf("%s leaves %q", name, got)
			}
		}
		var shown bytes.Buffer
		w := NewWriter(&shown)
		at := min(max(cut, 0), len(given))
		_, _ = io.WriteString(w, given[:at])
		_, _ = io.WriteString(w, given[at:])
		_ = w.Flush()
		if got := shown.String(); strings.ContainsFunc(got, acts) || !utf8.ValidString(got) {
			t.Errorf("the writer lets %q through", got)
		}
		quoted, err := json.Marshal(given)
		if err != nil {
			t.Fatal(err)
		}
		var back, same string
		if err := json.Unmarshal(EscapeJSON(nil, quoted), &back); err != nil || json.Unmarshal(quoted, &same) != nil || back != same {
			t.Errorf("%s means %q when escaped: %v", quoted, back, err)
		}
	})
}

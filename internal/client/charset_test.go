package client

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// The check must come to the same verdict however the text is cut into pieces.
func TestUTF8InPieces(t *testing.T) {
	for _, text := range []string{"", "a", "é日🔥", "a\xffb", "é\xc3", "\xe6\x97", "日\xa5", "\xf0\x9f\x94", strings.Repeat("x", 100) + "\xed\xa0\x80", "\xef\xbf\xbd"} {
		for size := 1; size <= 5; size++ {
			check := &utf8Check{}
			for rest := text; rest != ""; {
				n := min(size, len(rest))
				if _, err := check.Write([]byte(rest[:n])); err != nil {
					t.Fatal(err)
				}
				rest = rest[n:]
			}
			if fault := check.fault(false); (fault == "") != utf8.ValidString(text) {
				t.Errorf("%q in pieces of %d: %q", text, size, fault)
			}
		}
	}
}

func FuzzUTF8InPieces(f *testing.F) {
	f.Add("é日\xff", 2)
	f.Fuzz(func(t *testing.T, text string, size int) {
		check := &utf8Check{}
		for rest := text; rest != ""; {
			n := min(max(size, 1), len(rest))
			_, _ = check.Write([]byte(rest[:n]))
			rest = rest[n:]
		}
		if fault := check.fault(false); (fault == "") != utf8.ValidString(text) {
			t.Errorf("%q in pieces of %d: %q", text, size, fault)
		}
	})
}

func TestCharsets(t *testing.T) {
	for _, name := range []string{"", "utf-8", "utf8", "us-ascii", "unicode-1-1-utf-8"} {
		if found, err := charsetOf(name); found != nil || err != nil {
			t.Errorf("%q: %v, %v", name, found, err)
		}
	}
	for _, name := range []string{"iso-8859-1", "latin1", "windows-1252", "cp1252", "utf-16", "utf-16le", "shift_jis", "gb18030", "koi8-r"} {
		if found, err := charsetOf(name); found == nil || err != nil {
			t.Errorf("%q: %v, %v", name, found, err)
		}
	}
	if _, err := charsetOf("klingon"); err == nil {
		t.Error("klingon is known")
	}
}

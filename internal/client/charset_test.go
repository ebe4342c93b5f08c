package client

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
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
	for name, text := range map[string]string{
		"iso-8859-1": "\xeb", "latin1": "\xeb", "windows-1252": "\xeb", "cp1252": "\xeb", "iso_8859-15": "\xeb", "koi8-r": "\xc5",
		"ibm437": "\x89", "cp850": "\x89", "windows-1251": "\xe5", "utf-16": "\xfe\xff\x00\xeb", "utf-16le": "\xeb\x00", "utf-16be": "\x00\xeb",
	} {
		found, err := charsetOf(name)
		if found == nil || err != nil {
			t.Errorf("%q: %v, %v", name, found, err)
			continue
		}
		want := "ë"
		if name == "koi8-r" || name == "windows-1251" {
			want = "е"
		}
		if got, err := found.NewDecoder().String(text); err != nil || got != want {
			t.Errorf("%q: %q, %v", name, got, err)
		}
	}
	// What is not known is a failure, not a guess.
	for _, name := range []string{"klingon", "shift_jis", "gb18030", "x-user-defined", "1252", "8859-1", "utf-7", "utf-32", "windows"} {
		if found, err := charsetOf(name); err == nil || !strings.Contains(err.Error(), "which is not known") {
			t.Errorf("%q: %v, %v", name, found, err)
		}
	}
}

// An answer in another charset is data in UTF-8 if it is what it says, and else a failure that may be tried again.
func TestAnswersInOtherCharsets(t *testing.T) {
	for name, tt := range map[string]struct {
		header, body string
		want         string // the body, or how the error ends
		fails        bool
	}{
		"latin-1":                 {"Content-Type: application/json; charset=ISO-8859-1", "[\"Zo\xeb\"]", `["Zoë"]`, false},
		"UTF-16":                  {"Content-Type: application/json; charset=utf-16le", "[\x00]\x00", "[]", false},
		"a mark at its beginning": {"Content-Type: application/json", "\xef\xbb\xbf[]", "[]", false},
		"not what it says":        {"Content-Type: application/json; charset=windows-1253", "[\"\xd2\"]", `the answer is not text in the charset "windows-1253" that it declares (after 2 bytes) (6 tries)`, true},
		"East Asian":              {"Content-Type: application/json; charset=shift_jis", "[]", `the answer is in the charset "shift_jis", which is not known (6 tries)`, true},
		"not UTF-8":               {"Content-Type: application/json", "[\"Zo\xeb\"]", "the answer is not UTF-8 text (after 4 bytes) (6 tries)", true},
		"unknown":                 {"Content-Type: application/json; charset=klingon", "[]", `the answer is in the charset "klingon", which is not known (6 tries)`, true},
		"compressed by itself":    {"Content-Encoding: br", "[]", `the answer is compressed as "br", which was not asked for (6 tries)`, true},
		"called as it is":         {"Content-Encoding: identity", "[]", "[]", false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := &script{answers: []func() (*http.Response, error){replies(200, tt.body, tt.header)}}
				c := newTestClient(t, testOptions(t, server))
				request := Request{Method: "GET", Path: "/x", Expect: JSONArray}
				if tt.fails {
					if failed := mustFail(t, c, request); failed.Kind != BadAnswer || !strings.HasSuffix(failed.Error(), tt.want) {
						t.Errorf("%s, %q", failed.Kind, failed)
					}
					return
				}
				if body, _ := mustWork(t, c, request); body != tt.want {
					t.Errorf("got %q", body)
				}
			})
		})
	}
}

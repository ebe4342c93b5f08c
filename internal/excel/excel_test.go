package excel_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/aimsio-cli/aimsio/internal/excel"
)

func TestGuard(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "Rig 12": "Rig 12", "12": "12", "1200.50": `="1200.50"`, "a-b": "a-b", "x=1": "x=1",
		"=1":             "'=1",
		"-5":             "'-5",
		"+1 403":         "'+1 403",
		"@x":             "'@x",
		"\tx":            "'\tx",
		"\r=1":           "'\r'=1",
		" =1":            " '=1",
		"\n=1":           "\n'=1",
		"\x00=1":         "\x00'=1",
		"\u200b=1":       "\u200b'=1",
		`"=1`:            `"'=1`,
		";=1":            ";'=1",
		"a; =cmd|x":      "a; '=cmd|x",
		"a\r\n-b":        "a\r\n'-b",
		"a\t@x":          "a\t'@x",
		"\uff1d1":        "'\uff1d1",
		"\uff0dx":        "'\uff0dx",
		"\u22125":        "'\u22125",
		"\ufe661":        "'\ufe661",
		"\ufe62x":        "'\ufe62x",
		"a;\ufe63x":      "a;'\ufe63x",
		"\ufe6bx":        "'\ufe6bx",
		"\u207a1":        "'\u207a1",
		"\u208c1":        "'\u208c1",
		"\u2a751":        "'\u2a751",
		"\ufb291":        "'\ufb291",
		"%=1":            "'%=1",
		"|=1":            "'|=1",
		"% = 1":          "'% = 1",
		"| |=1":          "'| |=1",
		"%;=1":           "%;'=1",
		"%|\uff1d1":      "'%|\uff1d1",
		"'%=1":           "''%=1",
		"| a":            "| a",
		"%":              "%",
		"%x=1":           "%x=1",
		"\ufe661;%=2":    "'\ufe661;'%=2",
		"'=1":            "''=1",
		"'x":             "'x",
		"0012":           `="0012"`,
		"(5)":            `="(5)"`,
		"$5":             `="$5"`,
		"5 €":            `="5 €"`,
		"£1,000":         `="£1,000"`,
		"\uff10\uff11":   "=\"\uff10\uff11\"",
		"TRUE":           `="TRUE"`,
		"2026-03-01":     `="2026-03-01"`,
		"1 000":          `="1 000"`,
		"1\u00a0000":     "=\"1\u00a0000\"",
		"(see note)":     "(see note)",
		"Jan":            "Jan",
		"Mar 1":          `="Mar 1"`,
		"123456789012":   `="123456789012"`,
		"a, b":           "a, b",
		"50 %":           `="50 %"`,
		"a;b":            "a;b",
		"\xff":           "\xff",
		"=\xff":          "'=\xff",
		"x;\"=1\"":       "x;\"'=1\"",
		"\u00e9t\u00e9;": "\u00e9t\u00e9;",
	} {
		got := excel.Guard(text)
		if got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
		if back := excel.Unguard(got); back != text {
			t.Errorf("%q becomes %q and then %q", text, got, back)
		}
	}
}

// Every character that Unicode takes for one that begins a formula is guarded as that one is.
func TestGuardCompatibleSigns(t *testing.T) {
	found := 0
	for sign := rune(0x80); sign <= unicode.MaxRune; sign++ {
		folded := norm.NFKC.String(string(sign))
		if !utf8.ValidRune(sign) || !strings.ContainsAny(folded[:1], "=+-@") && !strings.HasPrefix(folded, "\u2212") {
			continue
		}
		found++
		for _, before := range []string{"", " ", "a;", "a\n", "%", "|", "'"} {
			text := before + string(sign) + "1"
			guarded := excel.Guard(text)
			if len(guarded) != len(text)+1 || excel.Unguard(guarded) != text {
				t.Errorf("%q becomes %q and then %q", text, guarded, excel.Unguard(guarded))
			}
		}
	}
	if found < 16 {
		t.Errorf("only %d such characters", found)
	}
}

func TestGuardNumber(t *testing.T) {
	for digits, want := range map[string]string{
		"10.10": "10.10", "-5": "-5", "123456789012345": "123456789012345", "9007199254740993": `="9007199254740993"`,
		"-1234567890.12345": "-1234567890.12345", "0.1234567890123456": `="0.1234567890123456"`,
	} {
		got := excel.GuardNumber(digits)
		if got != want || excel.Unguard(got) != digits {
			t.Errorf("%s becomes %s, want %s", digits, got, want)
		}
	}
}

// Whatever the text is, no part of it that Excel may take for a cell begins a formula, and it comes back.
func FuzzGuard(f *testing.F) {
	for _, seed := range []string{";=1", "\x00=1", "''=1", `="0012"`, "a;\"\t=b", "\xff=1", "'", `="`, "\n'@", "%=1", "'| \ufe66", "%\t=", "|%;\ufe62"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		guarded := excel.Guard(text)
		if back := excel.Unguard(guarded); back != text {
			t.Errorf("%q becomes %q and then %q", text, guarded, back)
		}
		if strings.HasPrefix(guarded, `="`) && strings.HasSuffix(guarded, `"`) {
			return
		}
		for _, cell := range strings.FieldsFunc(guarded, func(r rune) bool { return strings.ContainsRune(";\n\t\r", r) }) {
			if cell = strings.TrimLeft(cell, " \"\x00"); cell != "" && strings.ContainsAny(cell[:1], "=+-@") {
				t.Errorf("%q becomes %q, of which Excel may run %q", text, guarded, cell)
			}
		}
	})
}

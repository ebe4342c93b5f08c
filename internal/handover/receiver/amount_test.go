package receiver

import (
	"errors"
	"strings"
	"testing"
)

func TestAmount(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"0": "0", "12": "12", "1234.56": "1234.56", "1,234.56": "1234.56", "1 234,56": "1234.56", "1\u00a0234\u202f567,8": "1234567.8",
		"1.234,56": "1234.56", "1'234.50": "1234.5", "1\u2019234.50": "1234.5", "(12.00)": "-12", "12.00-": "-12", "-12.00": "-12", "\u221212.00": "-12", "+3,5": "3.5",
		" - 5 ": "-5", "1,234,567": "1234567", "1.234.567": "1234567", "0.125": "0.125", "0,125": "0.125", ".5": "0.5", "5.": "5", "1234,567": "1234.567",
		"12345678901234567890.12": "12345678901234567890.12", "1 234.567": "1234.567", "007": "7", "1 234": "1234", "-0.00": "0",
	} {
		got, err := new(Marks).Amount(text)
		if err != nil || got.String() != want {
			t.Errorf("%q is %s (%v), want %s", text, got, err, want)
		}
	}
	for _, text := range []string{
		"", " ", "abc", "12a", "1e5", "$5", "5 CAD", "(5", "5)", "--5", "-5-", "(-5)", "1,23.4", "12,34.56", "1.234.56", "1,2,3", ",", ".", "-", "()", "1 23,4", " 1 ,2 3",
		"1,234,56", "NaN", "Infinity", "\u0661", "0x10", strings.Repeat("9", 60), "1'234 567", "1,234'567.8",
	} {
		if got, err := new(Marks).Amount(text); err == nil {
			t.Errorf("%q is %s", text, got)
		}
	}
}

// TestAmountOfTwoWays: what can be read in two ways is read as the others of its file are, and refused where they do not tell.
func TestAmountOfTwoWays(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		seen       []string
		text, want string
	}{
		{nil, "1,234", ""},
		{nil, "1.234", ""},
		{[]string{"5", "x", "1 000"}, "1,234", ""},
		{[]string{"12.50"}, "1,234", "1234"},
		{[]string{"12.50"}, "1.234", "1.234"},
		{[]string{"12,5"}, "1,234", "1.234"},
		{[]string{"1.234,56"}, "(1.234)", "-1234"},
		{[]string{"1.234.567"}, "1.234", "1234"},
		{[]string{"12,5", "12.5"}, "1,234", ""},
	} {
		marks := new(Marks)
		for _, text := range test.seen {
			marks.Look(text)
		}
		got, err := marks.Amount(test.text)
		_, doubtful := errors.AsType[*DoubtfulAmountError](err)
		if doubtful != (test.want == "") || err == nil && got.String() != test.want {
			t.Errorf("%s beside %q is %s (%v), want %q", test.text, test.seen, got, err, test.want)
		}
	}
}

// FuzzAmount: no text stops the program, and one that is read has nothing but digits, separators and signs.
func FuzzAmount(f *testing.F) {
	for _, text := range []string{"1,234.56", "(12.00)", "1 234,56", "--", "1'000"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		marks := new(Marks)
		marks.Look(text)
		if got, err := marks.Amount(text); err == nil && strings.Count(got.String(), ".") > 1 {
			t.Errorf("%q is %s", text, got)
		}
	})
}

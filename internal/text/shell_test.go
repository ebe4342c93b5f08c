package text

import "testing"

func TestShellWord(t *testing.T) {
	for word, want := range map[string]struct{ word, words bool }{
		"J-00001":               {true, true},
		"é日本_٣.b/c:d@e+f,g=h%i": {true, true},
		"jobStatus!=Active":     {true, true},
		"":                      {false, true},
		"Approved by Client/PM": {false, true},
		"Approved - Revised":    {false, true},
		"a --yes":               {false, false},
		"a =ls":                 {false, false},
		" a":                    {false, false},
		"a ":                    {false, false},
		"a  b":                  {false, false},
		"-a":                    {false, false},
		"- a":                   {false, false},
		"=ls":                   {false, false},
		"@x":                    {false, false},
		"%1":                    {false, false},
		"!!":                    {false, false},
		"a!b":                   {false, false},
		"a\u200bb":              {false, false},
		"a\ufe0f":               {false, false},
		"a\u115f":               {false, false},
		"“a”":                   {false, false},
		"a\u00a0b":              {false, false},
		"\xff":                  {false, false},
		"$(touch x)":            {false, false},
		"`x`":                   {false, false},
		"a;b":                   {false, false},
		"a|b":                   {false, false},
		"a&b":                   {false, false},
		"a>b":                   {false, false},
		"a<b":                   {false, false},
		"a*":                    {false, false},
		"a?":                    {false, false},
		"[a]":                   {false, false},
		"{a,b}":                 {false, false},
		"(a)":                   {false, false},
		"~":                     {false, false},
		"a#b":                   {false, false},
		"a^b":                   {false, false},
		`a\b`:                   {false, false},
		`a"b`:                   {false, false},
		"a'b":                   {false, false},
		"a\nb":                  {false, false},
		"a\tb":                  {false, false},
		"a\x1bb":                {false, false},
	} {
		if got := ShellWord(word); got != want.word {
			t.Errorf("%q as a word: %t", word, got)
		}
		if got := ShellWords(word); got != want.words {
			t.Errorf("%q with blanks: %t", word, got)
		}
	}
}

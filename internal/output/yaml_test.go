package output

import (
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/go-json-experiment/json/jsontext"
)

func TestYAML(t *testing.T) {
	checkText(t, mustWrite(t, Options{Format: YAML}, `[]`), "[]\n")
	got := mustWrite(t, Options{Format: YAML}, "["+odd+`,{"z":"no","a":"0012","m":"two\nlines","d":"2026-03-01","n":{"list":["x",true]},"yes":"é"}]`)
	checkText(t, got, `- big: 9007199254740993
  rate: 10.10
  huge: 1e400
  zero: -0
  e: 1E+2
  same: 1
  same: 2
  text: é/ a  b
  list:
    - 1
    - x: []
  empty: {}
  none: null
- z: "no"
  a: "0012"
  m: |-
    two
    lines
  d: "2026-03-01"
  "n":
    list:
      - x
      - true
  "yes": é
`)
	checkText(t, mustWrite(t, Options{Format: YAML, Single: true}, `[{"b":1,"a":"x"}]`), "b: 1\na: x\n")
}

func FuzzYAMLTexts(f *testing.F) {
	for _, s := range []string{
		"no", "0012", "1e3", "a\nb\n", " lead", "trail ", "\n", "\n x", "x \n\n", "é👍", ": a", "# no", "- x",
		"{", "'", "\"", "\\", "\t", "a\tb\nc", "<<", "*a", "&a", "!!int 1", "1:30", "0x1f", "~", "%x", "@", "\u2028", "\u0085\n", "---", "...", "? a", "\ufeff",
		"a\r\nb", "|", ">", "=", "NaN", ".inf", "a: b", "x\n# y", "\x00\x1b",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		quoted, _ := jsontext.AppendQuote(nil, s)
		object := `{` + string(quoted) + `:` + string(quoted) + `}`
		want, err := jsontext.AppendUnquote(nil, quoted)
		if err != nil {
			t.Skip()
		}
		for _, terminal := range []bool{false, true} {
			text := mustWrite(t, Options{Format: YAML, Terminal: terminal}, `[`+object+`]`)
			var got []map[string]any
			if err := yaml.Unmarshal([]byte(text), &got); err != nil {
				t.Fatalf("%q is not YAML: %v", text, err)
			}
			if len(got) != 1 || got[0][string(want)] != string(want) {
				t.Errorf("%q became %q, which means %q", s, text, got)
			}
		}
	})
}

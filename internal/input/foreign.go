package input

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// fieldsOf gives the fields that the heads of a table mean, and which columns are left out.
func (c content) fieldsOf(heads []string) (names []string, leftOut map[int]bool, err error) {
	if names, leftOut, err = c.options.Heads.apply(heads); err == nil {
		err = c.checkForeign(names)
	}
	return names, leftOut, err
}

// checkForeign refuses a table of which most heads are no fields, with the fields that they may stand for: a fault for
// each cell would say the same many times. A few that nobody knows are for the checks of each record, and so are heads that may
// be fields which the server has and the description does not.
func (c content) checkForeign(names []string) error {
	if c.options.AnyHeads || len(c.options.Fields) == 0 {
		return nil
	}
	var foreign []string
	count := 0
	for _, name := range names {
		if name == "" || name == ReasonColumn {
			continue
		}
		count++
		if _, known := api.Find(c.options.Fields, name); !known {
			foreign = append(foreign, name)
		}
	}
	fields := api.FieldPaths(c.options.Fields)
	taken := slices.Clone(names)
	var shown, flags []string
	odd := 0
	for _, head := range foreign {
		near := nearestField(head, fields, taken)
		if near != "" || !isFieldName(head) {
			odd++
		}
		if near == "" {
			shown = append(shown, fmt.Sprintf("%q", head))
			continue
		}
		taken = append(taken, near)
		shown = append(shown, fmt.Sprintf("%q (%s?)", head, near))
		flags = append(flags, "--map "+quoted(head+"="+near))
	}
	const few = 3
	if len(foreign) < few || 2*odd <= count {
		return nil
	}
	const most = 12
	if left := len(shown) - most; left > 0 {
		shown = append(shown[:most], fmt.Sprintf("and %d more", left))
	}
	advice := "--map 'HEAD=FIELD' says which field a head means"
	if len(flags) > 0 {
		advice = "if they are meant so: " + strings.Join(flags, " ")
	}
	return fmt.Errorf("%d of its %s are no fields: %s; %s", len(foreign), text.Counted(count, "head"), strings.Join(shown, ", "), advice)
}

// isFieldName tells whether a head could be the path of a field, as an API names them: without blanks and such.
func isFieldName(head string) bool {
	return !strings.ContainsFunc(head, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(`_.\-$@`, r)
	})
}

// quoted puts a word in quotes for a shell.
func quoted(word string) string { return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'" }

// nearestField gives the field that a head most likely stands for and no other column does; "" where none is near.
func nearestField(head string, fields, taken []string) string {
	best, found := 0.0, ""
	words := wordsOf(head)
	for _, field := range fields {
		if slices.Contains(taken, field) {
			continue
		}
		if score := likeness(words, wordsOf(field)); score > best {
			best, found = score, field
		}
	}
	const enough = 0.49
	if best > enough {
		return found
	}
	for _, near := range api.Nearest(strings.Join(words, ""), fields, 1) {
		if !slices.Contains(taken, near) {
			return near
		}
	}
	return ""
}

// likeness is the share of words that two names have in common.
func likeness(a, b []string) float64 {
	common := 0
	for _, word := range a {
		if slices.Contains(b, word) {
			common++
		}
	}
	if common == 0 {
		return 0
	}
	return float64(common) / float64(len(a)+len(b)-common)
}

// wordsOf splits a name at what is no letter or digit and at capitals, with one word for what people call by several.
func wordsOf(name string) []string {
	var words []string
	var word []rune
	end := func() {
		if len(word) > 0 {
			words = append(words, commonWord(strings.ToLower(string(word))))
			word = nil
		}
	}
	runes := []rune(name)
	for i, r := range runes {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			if end(); r == '#' {
				words = append(words, commonWord("#"))
			}
			continue
		case unicode.IsUpper(r) && i > 0 && unicode.IsLower(runes[i-1]):
			end()
		}
		word = append(word, r)
	}
	end()
	return words
}

func commonWord(word string) string {
	switch word {
	case "no", "nr", "num", "number", "#":
		return "code"
	case "surname":
		return "last"
	case "customer":
		return "client"
	}
	return word
}

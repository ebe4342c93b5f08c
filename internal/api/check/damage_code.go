package check

import (
	"strings"
	"time"
)

const (
	// examplesMost is how many damaged codes are remembered of each field.
	examplesMost = 20
	// widthMost is the number of digits beyond which a code is no longer counted; spreadsheets show
	// those in scientific notation.
	widthMost = 20
)

// digitCounter counts the codes of one field that are digits alone, by their number of digits.
type digitCounter struct {
	name string
	code bool
	// zeros are the codes that begin with a zero, others those that do not.
	zeros, others [widthMost + 1]seen
}

// seen is how many codes there are, and the first of them.
type seen struct {
	count int
	first []example
}

type example struct {
	line int
	text string
}

func (c *digitCounter) count(line int, text string) {
	width := len(text)
	if width == 0 || width > widthMost || strings.Trim(text, "0123456789") != "" {
		return
	}
	counts := &c.others[width]
	if width > 1 && text[0] == '0' {
		counts = &c.zeros[width]
	}
	counts.count++
	if len(counts.first) < examplesMost {
		counts.first = append(counts.first, example{line, text})
	}
}

// isScientific tells whether a text is a number as spreadsheets shorten it: 1.23457E+12.
func isScientific(text string) bool {
	mantissa, power, ok := strings.Cut(text, "E+")
	if !ok || len(power) < 2 || strings.Trim(power, "0123456789") != "" {
		return false
	}
	whole, fraction, _ := strings.Cut(strings.Replace(mantissa, ",", ".", 1), ".")
	return len(whole) == 1 && strings.Trim(whole+fraction, "0123456789") == ""
}

// isSheetDate tells whether a text is a date as spreadsheets write those that they made.
func isSheetDate(text string) bool {
	const shortest, longest = 5, 19
	if len(text) < shortest || len(text) > longest || !strings.ContainsAny(text, "-/") {
		return false
	}
	for _, layout := range []string{
		"2006-01-02", "2006-01-02 15:04:05", "1/2/2006", "1/2/06", "2/1/2006", "2-Jan", "2-Jan-06", "2-Jan-2006", "Jan-06",
	} {
		if _, err := time.Parse(layout, text); err == nil {
			return true
		}
	}
	return false
}

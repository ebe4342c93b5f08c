package xlsx

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Kind is what a column holds. It decides how its empty cells are formatted, so that what a person fills in is
// taken for the same: a code with leading zeros stays one in a column of texts.
type Kind int

// The kinds of columns. Any leaves to Excel what is typed into it.
const (
	Any Kind = iota
	Text
	Number
	Boolean
	Day
	Time
)

// Cell is a value to write. The zero value is an empty cell.
type Cell struct {
	kind Kind
	text string
	at   time.Time
}

// TextOf gives a text, which is never run as a formula, made a link or taken for a number. An empty one is an empty
// cell.
func TextOf(text string) Cell {
	if text == "" {
		return Cell{}
	}
	return Cell{kind: Text, text: text}
}

// NumberOf gives a number by its digits, as JSON writes it. One that Excel would not keep to the last digit becomes
// a text.
func NumberOf(digits string) Cell {
	if !keeps(digits) {
		return TextOf(digits)
	}
	return Cell{kind: Number, text: digits}
}

// BooleanOf gives TRUE or FALSE.
func BooleanOf(b bool) Cell { return Cell{kind: Boolean, text: strconv.FormatBool(b)} }

// DayOf gives a day of the calendar. One before 1 March 1900, which programs count differently, becomes a text.
func DayOf(year int, month time.Month, day int) Cell {
	at := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if !countable(at) {
		return TextOf(at.Format(time.DateOnly))
	}
	return Cell{kind: Day, at: at}
}

// TimeOf gives a time as the clock of its zone shows it, to the millisecond. One that the cell could not tell
// becomes a text in RFC 3339: before 1 March 1900, and where the clock shows the same hour twice.
func TimeOf(at time.Time) Cell {
	wall := time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), at.Nanosecond(), time.UTC)
	if !countable(wall) || showsTwice(at) {
		return TextOf(rfc3339(at))
	}
	return Cell{kind: Time, at: wall}
}

// rfc3339 writes a time, in UTC where its zone is seconds off as well: an offset has hours and minutes alone.
func rfc3339(at time.Time) string {
	const minute = 60
	if _, offset := at.Zone(); offset%minute != 0 {
		at = at.UTC()
	}
	return at.Format("2006-01-02T15:04:05.999Z07:00")
}

// showsTwice tells whether a clock shows the same at another moment within half a day.
func showsTwice(at time.Time) bool {
	const halfDay = 12 * time.Hour
	_, own := at.Zone()
	for _, other := range []time.Time{at.Add(-halfDay), at.Add(halfDay)} {
		_, offset := other.Zone()
		again := at.Add(time.Duration(own-offset) * time.Second)
		if _, there := again.Zone(); offset != own && there == offset {
			return true
		}
	}
	return false
}

const (
	// digitsKept is how many digits Excel keeps of a number, and digitsShown how many it shows of a whole one.
	digitsKept  = 15
	digitsShown = 11
	// exponentKept is the largest exponent that Excel reads without doubt.
	exponentKept = 300
	// leastKept and mostKept are the sizes between which a float keeps as many digits.
	leastKept, mostKept = 1e-307, 1e307
)

// keeps tells whether Excel keeps all digits of a number.
func keeps(digits string) bool {
	mantissa, exponent, has := strings.Cut(strings.ToLower(digits), "e")
	if n, err := strconv.Atoi(exponent); has && (err != nil || n > exponentKept || n < -exponentKept) {
		return false
	}
	mantissa = strings.TrimLeft(strings.ReplaceAll(strings.TrimPrefix(mantissa, "-"), ".", ""), "0")
	if mantissa == "" {
		return true // zero
	}
	value, err := strconv.ParseFloat(digits, 64)
	size := math.Abs(value)
	return err == nil && size >= leastKept && size <= mostKept && len(mantissa) <= digitsKept
}

// isLong tells a whole number that Excel would show in the form 1.23E+12.
func isLong(digits string) bool {
	return len(digits) > digitsShown && !strings.ContainsAny(digits, ".eE")
}

package xlsx

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// number gives what a stored number means in the format of its cell.
func (b *Book) number(style int, stored string) Value {
	as := b.format(style)
	// A day number is Excel's own: it is a float there.
	serial, err := strconv.ParseFloat(stored, 64)
	if err != nil || math.IsInf(serial, 0) || math.IsNaN(serial) {
		return Value{Fault: fmt.Sprintf("it holds %q, which is no number", stored)}
	}
	if as == numberFormat {
		return digitsOf(stored, serial)
	}
	return b.moment(as, serial)
}

// format is that of the cells of a style.
func (b *Book) format(style int) format {
	if style < 0 || style >= len(b.formats) {
		return numberFormat
	}
	return b.formats[style]
}

// written gives a day or time that is stored as it is written, which the stricter kind of workbooks does.
func (b *Book) written(style int, stored string) Value {
	stored = strings.TrimSuffix(stored, "T00:00:00")
	at, err := time.Parse("2006-01-02T15:04:05", stored)
	if err == nil && b.format(style) == dayFormat {
		return Value{Kind: Day, Text: at.Format(time.DateOnly), Exact: stored}
	}
	return Value{Kind: Time, Text: stored}
}

// digitsOf gives the digits of a number. Programs write more of them than a person typed, such as 1.1000000000000001:
// those that Excel shows count.
func digitsOf(stored string, value float64) Value {
	plain := !strings.ContainsAny(stored, "eE+")
	if plain && (keeps(stored) || !strings.Contains(stored, ".") && !isCutOff(stored)) {
		return Value{Kind: Number, Text: stored}
	}
	const most = 1e15
	if math.Abs(value) >= most {
		return Value{Fault: fmt.Sprintf("it holds the number %s, of which Excel keeps %d digits; enter all of them as a text", stored, digitsKept)}
	}
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(value, 'g', digitsKept, 64), 64)
	if err != nil {
		return Value{Fault: fmt.Sprintf("it holds %q, which is no number", stored)}
	}
	return Value{Kind: Number, Text: strconv.FormatFloat(rounded, 'f', -1, 64)}
}

// isCutOff tells whether a whole number has zeros alone behind the digits that Excel keeps: it makes them of others.
func isCutOff(whole string) bool {
	digits := strings.TrimLeft(strings.TrimPrefix(whole, "-"), "0")
	return len(digits) > digitsKept && strings.Trim(digits[digitsKept:], "0") == ""
}

const (
	// serialsFrom1904 is how many days later the count from 1904 on begins.
	serialsFrom1904 = 1462
	// leapBug is the day number of 29 February 1900, which there was not.
	leapBug = 60
	// lastSerial is the end of 9999.
	lastSerial = 2958466
)

// moment gives the day or time that a day number means.
func (b *Book) moment(as format, serial float64) Value {
	if as == clockFormat && serial >= 0 && serial < lastSerial {
		return Value{Kind: Text, Text: clock(serial)}
	}
	if b.from1904 {
		serial += serialsFrom1904
	}
	if serial < 1 && as == timeFormat && serial >= 0 {
		return Value{Kind: Text, Text: clock(serial)}
	}
	if serial < 1 || serial >= lastSerial || !b.from1904 && math.Floor(serial) == leapBug {
		return Value{Fault: fmt.Sprintf("it holds the day number %s, which is no day", strconv.FormatFloat(serial, 'f', -1, 64))}
	}
	if serial < leapBug && !b.from1904 {
		serial++
	}
	millis := int64(math.Round(serial * millisPerDay))
	at := time.UnixMilli(epoch().UnixMilli() + millis).UTC()
	exact := at.Format("2006-01-02T15:04:05.999")
	if as != dayFormat {
		return Value{Kind: Time, Text: exact}
	}
	if millis%millisPerDay == 0 {
		exact = ""
	}
	return Value{Kind: Day, Text: at.Format(time.DateOnly), Exact: exact}
}

// clock shows a part of a day as hours, minutes and seconds.
func clock(days float64) string {
	seconds := int64(math.Round(days * 24 * 60 * 60))
	return fmt.Sprintf("%02d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
}

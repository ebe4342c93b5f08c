package output

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// Times says how fields of integers of epoch milliseconds are written: those of type api.Time, and those of
// type api.Day, which are days of the calendar where the milliseconds begin one. The zero value means
// RFC 3339 in the machine's zone, and days of UTC, for tables, CSV, Markdown, HTML and workbooks, and the integer elsewhere.
type Times struct {
	// zones are that of RFC 3339 times, and that of days.
	zones timetext.Zones
	// asked tells that the user chose a form, which then holds for every format.
	asked bool
	epoch bool
	// seconds leaves out what is shorter.
	seconds bool
}

// ParseTimes reads the value of --time: "epoch", "utc", "local", the name of a zone such as
// "America/Edmonton", or nothing for each format's own way. zones are those of the environment. Its zone of
// times counts where nothing is asked for; its zone of days always does, since it says what the server
// means.
func ParseTimes(s string, zones timetext.Zones) (Times, error) {
	t := Times{zones: zones, asked: true}
	switch strings.ToLower(s) {
	case "":
		t.asked = false
	case "epoch":
		t.epoch = true
	case "utc":
		t.zones.Time = time.UTC
	case "local":
		t.zones.Time = time.Local
	default:
		named, err := time.LoadLocation(s)
		if err != nil {
			return Times{}, fmt.Errorf("unknown time zone %q: use epoch, utc, local or a zone such as America/Edmonton", s)
		}
		t.zones.Time = named
	}
	return t, nil
}

// rewrites tells whether a format shows times as text.
func (t Times) rewrites(f Format) bool {
	if t.asked {
		return !t.epoch
	}
	return f.Flat()
}

// writer gives what writes times in a format. Tables, of pages and in Markdown too, leave out milliseconds, which are nothing to a
// person.
func (t Times) writer(f Format) timeWriter {
	shown := t
	shown.seconds = f == Table || f == HTML || f == Markdown || f == ""
	return timeWriter{times: shown, rewrite: t.rewrites(f)}
}

// Text gives a value of a type of times or days as tables show it. It is false for what are no milliseconds.
func (t Times) Text(v []byte, kind api.Type) (string, bool) {
	shown, ok := t.append(nil, v, kind)
	return string(shown), ok
}

// append writes epoch milliseconds, a JSON integer or a text of its digits, as a day where they begin one and
// the type is api.Day, else as a time in RFC 3339, with milliseconds where there are some and seconds is not set. ok is false, and
// nothing appended, for anything else and for years beyond 9999.
func (t Times) append(dst, v []byte, kind api.Type) (out []byte, ok bool) {
	if kind == api.Day {
		if day, begins, ok := t.zones.DayOf(v); ok && begins {
			return append(dst, day.String()...), true
		}
	}
	at, ok := timetext.FromMillis(v)
	if !ok {
		return dst, false
	}
	zone := t.zones.Time
	if zone == nil {
		zone = time.Local
	}
	at = timetext.Writable(at.In(zone))
	if year := at.Year(); year < 0 || year > 9999 {
		return dst, false
	}
	out = at.AppendFormat(dst, time.RFC3339)
	if fraction := at.Nanosecond() / int(time.Millisecond); fraction != 0 && !t.seconds {
		const digits = "0123456789"
		out = slices.Insert(out, len(dst)+len("2006-01-02T15:04:05"),
			'.', digits[fraction/100], digits[fraction/10%10], digits[fraction%10])
	}
	return out, true
}

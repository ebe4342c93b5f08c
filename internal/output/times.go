package output

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Times says how fields of type api.Time, integers of epoch milliseconds, are written. The zero
// value means RFC 3339 in the machine's zone for tables and CSV, and the integer elsewhere.
type Times struct {
	// zone is the zone of RFC 3339 times.
	zone *time.Location
	// asked tells that the user chose a form, which then holds for every format.
	asked bool
	epoch bool
}

// ParseTimes reads the value of --time: "epoch", "utc", "local", the name of a zone such as
// "America/Edmonton", or nothing for each format's own way. zone is that of the environment and
// counts where nothing is asked for; nil means the machine's.
func ParseTimes(s string, zone *time.Location) (Times, error) {
	if zone == nil {
		zone = time.Local
	}
	switch strings.ToLower(s) {
	case "":
		return Times{zone: zone}, nil
	case "epoch":
		return Times{asked: true, epoch: true}, nil
	case "utc":
		return Times{asked: true, zone: time.UTC}, nil
	case "local":
		return Times{asked: true, zone: time.Local}, nil
	}
	named, err := time.LoadLocation(s)
	if err != nil {
		return Times{}, fmt.Errorf("unknown time zone %q: use epoch, utc, local or a zone such as America/Edmonton", s)
	}
	return Times{asked: true, zone: named}, nil
}

// rewrites tells whether a format shows times as text.
func (t Times) rewrites(f Format) bool {
	if t.asked {
		return !t.epoch
	}
	return f == Table || f == CSV || f == ""
}

// append writes the time of a JSON integer as RFC 3339, with milliseconds where there are some.
// ok is false, and nothing appended, for anything but an integer and for years beyond 9999.
func (t Times) append(dst, v []byte) (out []byte, ok bool) {
	if len(v) == 0 || len(v) > 16 || (v[0] != '-' && (v[0] < '0' || v[0] > '9')) {
		return dst, false
	}
	ms, err := strconv.ParseInt(string(v), 10, 64)
	if err != nil {
		return dst, false
	}
	zone := t.zone
	if zone == nil {
		zone = time.Local
	}
	at := time.UnixMilli(ms).In(zone)
	if year := at.Year(); year < 0 || year > 9999 {
		return dst, false
	}
	out = at.AppendFormat(dst, time.RFC3339)
	if fraction := at.Nanosecond() / int(time.Millisecond); fraction != 0 {
		const digits = "0123456789"
		out = slices.Insert(out, len(dst)+len("2006-01-02T15:04:05"),
			'.', digits[fraction/100], digits[fraction/10%10], digits[fraction%10])
	}
	return out, true
}

package timetext

import (
	"errors"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the tests do not depend on the machine's zones
)

func zoneOf(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestParse(t *testing.T) {
	zone := time.FixedZone("", -7*3600)
	for text, want := range map[string]string{
		"2026-03-01":                "2026-03-01T07:00:00Z",
		"20260301":                  "2026-03-01T07:00:00Z",
		" 2026-03-01 ":              "2026-03-01T07:00:00Z",
		"2026-03-01T08:00:00Z":      "2026-03-01T08:00:00Z",
		"2026-03-01T08:00:00.5Z":    "2026-03-01T08:00:00.5Z",
		"2026-03-01T08:00:00+02:00": "2026-03-01T06:00:00Z",
		"2026-03-01T08:00+02:00":    "2026-03-01T06:00:00Z",
		"2026-03-01 08:00:00Z":      "2026-03-01T08:00:00Z",
		"2026-03-01T08:00":          "2026-03-01T15:00:00Z",
		"2026-03-01 08:00":          "2026-03-01T15:00:00Z",
		"2026-03-01 08:00:30":       "2026-03-01T15:00:30Z",
		"1764000000000":             "2025-11-24T16:00:00Z",
		"9999999999999":             "2286-11-20T17:46:39.999Z",
		"100000000000":              "1973-03-03T09:46:40Z",
		"-157766400000":             "1965-01-01T00:00:00Z",
	} {
		got, err := Parse(text, zone)
		if err != nil || got.UTC().Format(time.RFC3339Nano) != want {
			t.Errorf("%q gives %v (%v), want %s", text, got.UTC(), err, want)
		}
	}
	for _, bad := range []string{"", "yesterday", "d", "2026-13-01", "2026-02-30", "2026-03-01T25:00", "24h", "7d", "1.5", "1e12", "+1764000000000", "٢٠٢٦"} {
		got, err := Parse(bad, zone)
		if doubt := (*DoubtError)(nil); err == nil || errors.As(err, &doubt) {
			t.Errorf("%q gives %v, %v", bad, got, err)
		}
	}
}

func TestWhatIsDoubtfulIsRefusedWithWhatWorks(t *testing.T) {
	zone := zoneOf(t, "America/Edmonton")
	for text, want := range map[string]string{
		"7":                   "2026-03-01T08:00:00Z",
		"0":                   "it may stand for no time; write 1970-01-01T00:00:00Z",
		"00":                  "it may stand for no time",
		"-0":                  "it may stand for no time",
		"1":                   "more than one way",
		"-1":                  "more than one way",
		"2026":                "more than one way",
		"202611":              "more than one way",
		"20261301":            "more than one way", // no day
		"99991231":            "more than one way", // no likely one
		"46082":               "2026-03-01",
		"1764000000":          "2025-11-24T16:00:00Z, in milliseconds 1764000000000",
		"0000001764000000":    "1764000000000",
		"-86400000":           "more than one way",
		"99999999999":         "more than one way",
		"00000000":            "more than one way",
		"202611010800":        "write 2026-11-01T08:00 or 1976-06-03T00:50:10.8Z",
		"20261101080000":      "too many digits",
		"1764000000000000":    "too many digits",
		"99999999999999999":   "too many digits",
		"9223372036854775808": "too many digits",
		"03/01/2026":          "another day in another country",
		"1.3.2026 08:00":      "another day in another country",
		"01-03-2026":          "another day in another country",
		"2026-03-08T02:30":    "does not exist in America/Edmonton, where the clocks are put forward: write 2026-03-08T01:30:00-07:00 or 2026-03-08T03:30:00-06:00",
		"2026-11-01 01:30:00": "is there twice in America/Edmonton, where the clocks are put back: write 2026-11-01T01:30:00-06:00 or 2026-11-01T01:30:00-07:00",
	} {
		got, err := Parse(text, zone)
		doubt, ok := errors.AsType[*DoubtError](err)
		if !ok || !strings.Contains(doubt.Why, want) {
			t.Errorf("%q gives %v, %v; want %q", text, got, err, want)
		}
	}
}

func TestTheFormsThatAreNamedWork(t *testing.T) {
	zone := zoneOf(t, "America/St_Johns")
	for _, text := range []string{"2026-03-08T02:30", "2026-11-01T01:30", "202611010800"} {
		_, err := Parse(text, zone)
		_, forms, _ := strings.Cut(err.Error(), "write ")
		for form := range strings.SplitSeq(forms, " or ") {
			if _, err := Parse(form, zone); err != nil {
				t.Errorf("%s: %s: %v", text, form, err)
			}
		}
	}
}

func TestTheFirstMomentOfADay(t *testing.T) {
	for _, c := range []struct{ zone, day, want string }{
		{"America/Santiago", "2026-09-06", "2026-09-06T01:00:00-03:00"}, // midnight does not exist
		{"America/Havana", "2026-11-01", "2026-11-01T00:00:00-04:00"},   // and is there twice
		{"America/Edmonton", "2026-03-08", "2026-03-08T00:00:00-07:00"},
		{"Pacific/Kiritimati", "2026-03-01", "2026-03-01T00:00:00+14:00"},
		{"Pacific/Apia", "2011-12-31", "2011-12-31T00:00:00+14:00"},
		{"Pacific/Apia", "2011-12-29", "2011-12-29T00:00:00-10:00"},
		{"UTC", "20260301", "2026-03-01T00:00:00Z"},
	} {
		zone := zoneOf(t, c.zone)
		got, err := Parse(c.day, zone)
		if err != nil || got.In(zone).Format(time.RFC3339) != c.want {
			t.Errorf("%s in %s is %v (%v), want %s", c.day, c.zone, got, err, c.want)
		}
		if day, ok := StartsDay(got, zone); !ok || strings.ReplaceAll(c.day, "-", "") != strings.ReplaceAll(day.String(), "-", "") {
			t.Errorf("%v in %s is the start of %s, %v", got, c.zone, day, ok)
		}
		if day, ok := StartsDay(got.Add(time.Hour), zone); ok {
			t.Errorf("an hour later %s begins in %s", day, c.zone)
		}
	}
	if got, err := Parse("2011-12-30", zoneOf(t, "Pacific/Apia")); err == nil || !strings.Contains(err.Error(), "left that day out") {
		t.Errorf("a day that was left out is %v (%v)", got, err)
	}
}

// TestEveryDay: each day of the calendar has one first moment, and is the day of it.
func TestEveryDay(t *testing.T) {
	for _, name := range []string{"America/Edmonton", "Pacific/Apia", "America/Santiago", "America/Havana", "Asia/Beirut", "Australia/Lord_Howe"} {
		zone := zoneOf(t, name)
		for at := time.Date(2009, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() < 2013; at = at.AddDate(0, 0, 1) {
			day, _ := ParseDay(at.Format(time.DateOnly))
			first, ok := day.First(zone)
			if !ok {
				if name != "Pacific/Apia" || day.String() != "2011-12-30" {
					t.Errorf("%s does not exist in %s", day, name)
				}
				continue
			}
			if DayOf(first, zone) != day || DayOf(first.Add(-time.Millisecond), zone) == day {
				t.Errorf("%s in %s begins at %s", day, name, first)
			}
		}
	}
}

func TestParseOrAge(t *testing.T) {
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"2026-03-01":    "2026-03-01T00:00:00Z",
		"1764000000000": "2025-11-24T16:00:00Z",
		"90m":           "2026-03-10T10:30:00Z",
		"24h":           "2026-03-09T12:00:00Z",
		"7d":            "2026-03-03T12:00:00Z",
		"1d12h":         "2026-03-09T00:00:00Z",
		"2w":            "2026-02-24T12:00:00Z",
	} {
		got, err := ParseOrAge(text, now, time.UTC)
		if err != nil || got.UTC().Format(time.RFC3339) != want {
			t.Errorf("%q gives %v (%v), want %s", text, got.UTC(), err, want)
		}
	}
	for _, bad := range []string{"", "yesterday", "7", "d", "7x", "-7d", "0d", "99999999999d"} {
		if got, err := ParseOrAge(bad, now, time.UTC); err == nil {
			t.Errorf("%q gives %v", bad, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{"7d", "2026-03-01T08:00:00Z", "9223372036854775807", "20261101", "2026-11-01 01:30", "03/01/2026"} {
		f.Add(text)
	}
	zone, err := time.LoadLocation("America/Santiago")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		now := time.Unix(0, 0)
		at, err := ParseOrAge(text, now, zone)
		if err != nil {
			return
		}
		if _, ok := parseAge(text); ok {
			if at.After(now) {
				t.Errorf("the age %q lies in the future: %v", text, at)
			}
			return
		}
		if year := at.Year(); year < 0 || year > 9999 {
			return
		}
		if _, offset := at.Zone(); offset%60 != 0 {
			return // RFC 3339 has no seconds for the distance that a zone kept before it had a standard time
		}
		if again, err := Parse(at.Format(time.RFC3339Nano), zone); err != nil || !again.Equal(at) {
			t.Errorf("%q is %v, and that is %v (%v)", text, at, again, err)
		}
	})
}

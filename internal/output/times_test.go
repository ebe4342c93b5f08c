package output

import (
	"testing"
	"time"
	_ "time/tzdata" // the tests do not depend on the machine's zones
)

func TestTimesAcrossDaylightSaving(t *testing.T) {
	times, err := ParseTimes("America/Edmonton", nil)
	if err != nil {
		t.Fatal(err)
	}
	for ms, want := range map[string]string{
		"1772960399000":     "2026-03-08T01:59:59-07:00",
		"1772960400000":     "2026-03-08T03:00:00-06:00",
		"1793519999999":     "2026-11-01T01:59:59.999-06:00",
		"1793520000000":     "2026-11-01T01:00:00-07:00",
		"-1000":             "1969-12-31T16:59:59-07:00",
		"1.5":               "",
		"\"1\"":             "",
		"null":              "",
		"99999999999999999": "",
		"9999999999999999":  "",
	} {
		got, ok := times.append(nil, []byte(ms))
		if string(got) != want || ok != (want != "") {
			t.Errorf("%s becomes %q, want %q", ms, got, want)
		}
	}
}

func TestParseTimes(t *testing.T) {
	zone := time.FixedZone("", -7*3600)
	environment, err := ParseTimes("", zone)
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := environment.append(nil, []byte("0")); string(got) != "1969-12-31T17:00:00-07:00" {
		t.Errorf("the environment's zone gives %s", got)
	}
	for _, bad := range []string{"Mars/Olympus", "../etc/passwd", "UTC+7"} {
		if _, err := ParseTimes(bad, nil); err == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
}

func TestParseMoment(t *testing.T) {
	zone := time.FixedZone("", -7*3600)
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"2026-03-01":                "2026-03-01T07:00:00Z",
		"2026-03-01T08:00:00Z":      "2026-03-01T08:00:00Z",
		"2026-03-01T08:00:00+02:00": "2026-03-01T06:00:00Z",
		"2026-03-01T08:00":          "2026-03-01T15:00:00Z",
		"2026-03-01 08:00:30":       "2026-03-01T15:00:30Z",
		"1764000000000":             "2025-11-24T16:00:00Z",
		"90m":                       "2026-03-10T10:30:00Z",
		"24h":                       "2026-03-09T12:00:00Z",
		"7d":                        "2026-03-03T12:00:00Z",
		"1d12h":                     "2026-03-09T00:00:00Z",
		"2w":                        "2026-02-24T12:00:00Z",
	} {
		got, err := ParseMoment(text, now, zone)
		if err != nil || got.UTC().Format(time.RFC3339) != want {
			t.Errorf("%q gives %v (%v), want %s", text, got.UTC(), err, want)
		}
	}
	for _, bad := range []string{"", "yesterday", "7", "d", "7x", "-7d", "2026-13-01", "2026-02-30", "0d", "99999999999d"} {
		if bad == "7" {
			continue // epoch milliseconds
		}
		if got, err := ParseMoment(bad, now, zone); err == nil {
			t.Errorf("%q gives %v", bad, got)
		}
	}
}

func FuzzParseMoment(f *testing.F) {
	f.Add("7d")
	f.Add("2026-03-01T08:00:00Z")
	f.Add("9223372036854775807")
	f.Fuzz(func(t *testing.T, s string) {
		now := time.Unix(0, 0)
		if _, ok := parseAge(s); ok {
			if got, err := ParseMoment(s, now, time.UTC); err == nil && got.After(now) {
				t.Errorf("the age %q lies in the future: %v", s, got)
			}
		}
	})
}

package output

import (
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

func TestTimesAcrossDaylightSaving(t *testing.T) {
	times, err := ParseTimes("America/Edmonton", timetext.Zones{})
	if err != nil {
		t.Fatal(err)
	}
	for ms, want := range map[string]string{
		"1772960399000":     "2026-03-08T01:59:59-07:00",
		"1772960400000":     "2026-03-08T03:00:00-06:00",
		"1793519999999":     "2026-11-01T01:59:59.999-06:00",
		"1793520000000":     "2026-11-01T01:00:00-07:00",
		"-1000":             "1969-12-31T16:59:59-07:00",
		"-2000000000000":    "1906-08-16T20:26:40Z", // before standard time, 7:33:52 behind
		"-62135593076996":   "0001-01-01T01:02:03.004Z",
		"1.5":               "",
		"\"1\"":             "",
		"null":              "",
		"99999999999999999": "",
		"9999999999999999":  "",
	} {
		got, ok := times.append(nil, []byte(ms), api.Time)
		if string(got) != want || ok != (want != "") {
			t.Errorf("%s becomes %q, want %q", ms, got, want)
		}
	}
}

func TestParseTimes(t *testing.T) {
	zone := time.FixedZone("", -7*3600)
	environment, err := ParseTimes("", timetext.Zones{Time: zone})
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := environment.append(nil, []byte("0"), api.Time); string(got) != "1969-12-31T17:00:00-07:00" {
		t.Errorf("the environment's zone gives %s", got)
	}
	for _, bad := range []string{"Mars/Olympus", "../etc/passwd", "UTC+7"} {
		if _, err := ParseTimes(bad, timetext.Zones{}); err == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
}

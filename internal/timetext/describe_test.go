package timetext

import (
	"testing"
	"time"
)

// TZ may name the file of a zone: another machine knows the zone by what stands behind the directory.
func TestDescribe(t *testing.T) {
	const sevenBehind = -7 * 60 * 60
	for name, want := range map[string]string{
		"/usr/share/zoneinfo/America/Phoenix":  "America/Phoenix",
		"/var/db/timezone/zoneinfo/Etc/GMT+7":  "Etc/GMT+7",
		"/home/me/zones/own":                   "Local -07:00 -07:00",
		"/usr/share/zoneinfo/America/Nowhere":  "Local -07:00 -07:00",
		"/home/me/zoneinfo/America/Edmonton":   "Local -07:00 -07:00", // which has a summer
		"/usr/share/zoneinfo/":                 "Local -07:00 -07:00",
		"/usr/share/zoneinfo/../../etc/passwd": "Local -07:00 -07:00",
		"Local":                                "Local -07:00 -07:00",
		"":                                     "Local -07:00 -07:00",
	} {
		if got := Describe(time.FixedZone(name, sevenBehind)); got != want {
			t.Errorf("%q is described as %q, want %q", name, got, want)
		}
	}
	for _, name := range []string{"America/Edmonton", "UTC"} {
		got := Describe(zoneOf(t, name))
		if zone, err := Described(got); got != name || err != nil || zone.String() != name {
			t.Errorf("%s is described as %q, which is %v, %v", name, got, zone, err)
		}
	}
	if zone, err := Described(Describe(time.Local)); err != nil || distances(zone) != distances(time.Local) {
		t.Errorf("the machine's own zone is described as %q, which is %v, %v", Describe(time.Local), zone, err)
	}
}

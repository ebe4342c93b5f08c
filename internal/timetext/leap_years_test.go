package timetext

import (
	"testing"
	"time"
)

// At the end of some leap years the library's spans of a zone do not go on: days there are days like others.
func TestDaysAtTheEndOfLeapYears(t *testing.T) {
	for _, name := range []string{"America/Edmonton", "Asia/Beirut", "Australia/Lord_Howe", "America/St_Johns", "Europe/Berlin"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for year := 2036; year <= 2060; year++ {
			for day := 29; day <= 32; day++ {
				want := time.Date(year, time.December, day, 0, 0, 0, 0, zone)
				if got, ok := DayOf(want, zone).First(zone); !ok || !got.Equal(want) {
					t.Errorf("%s: %s begins at %s, %v", name, want, got, ok)
				}
			}
		}
	}
}

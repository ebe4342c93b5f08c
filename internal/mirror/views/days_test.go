package views

import (
	"slices"
	"sort"
	"testing"
	"time"
	_ "time/tzdata" // the tests do not depend on the machine's zones

	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// tells is what the views make of a number.
func (r Days) tells(ms int64) (string, bool) {
	offset := int64(0)
	if behind := sort.Search(len(r), func(i int) bool { return r[i].start > ms }); behind > 0 {
		offset = r[behind-1].offset
	}
	if (ms+offset)%dayLength != 0 {
		return "", false
	}
	return time.UnixMilli(ms + offset).UTC().Format(time.DateOnly), true
}

// TestRulesOfDays: a rule tells the same days as the program does, where clocks jump over midnight or show
// it twice, and where a day was left out.
func TestRulesOfDays(t *testing.T) {
	for _, name := range []string{
		"UTC", "Etc/GMT-14", "America/Edmonton", "Pacific/Kiritimati", "Pacific/Apia", "America/Santiago", "America/Havana",
		"America/St_Johns", "America/Scoresbysund", "Asia/Beirut", "Asia/Tehran", "Australia/Lord_Howe", "Africa/Casablanca", "America/Asuncion",
	} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		rule := DaysOf(zone)
		if !slices.IsSortedFunc(rule, func(a, b daySpan) int { return int(max(min(a.start-b.start, 1), -1)) }) {
			t.Errorf("the spans of %s are not in order", name)
		}
		for i := 1; i < len(rule); i++ {
			if rule[i].start == rule[i-1].start {
				t.Errorf("two spans of %s begin at %d", name, rule[i].start)
			}
		}
		first := 2005
		if testing.Short() {
			first = 2035
		}
		for at := time.Date(first, 1, 1, 0, 0, 0, 0, zone); at.Year() < 2045; at = at.Add(30 * time.Minute) {
			for _, at := range []time.Time{at, at.Add(time.Millisecond)} {
				want, begins := timetext.StartsDay(at, zone)
				if got, ok := rule.tells(at.UnixMilli()); ok != begins || ok && got != want.String() {
					t.Errorf("%s is the beginning of %q, want %s, %v", at, got, want, begins)
				}
			}
		}
	}
}

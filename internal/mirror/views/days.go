package views

import (
	"fmt"
	"strconv"
	"time"

	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// dayLength is how many milliseconds a day has where clocks are left alone.
const dayLength = int64(24 * time.Hour / time.Millisecond)

// daySpan is a time, from start on in epoch milliseconds, in which days begin at those milliseconds that
// with offset are a multiple of dayLength. Databases have no rules of zones, or others than this program.
type daySpan struct{ start, offset int64 }

// Days say by which spans the views tell days: one of them for a zone without changes of the clock, and
// none for UTC.
type Days []daySpan

// Changes of the clock count between these years; farthestBack is before all that a view shows.
const (
	firstYear, lastYear = 1800, 2200
	farthestBack        = -100_000_000_000_000
)

// DaysOf makes the rule of a zone; nil is UTC.
func DaysOf(zone *time.Location) Days {
	if zone == nil || zone == time.UTC {
		return nil
	}
	at := time.Date(firstYear, 1, 1, 0, 0, 0, 0, time.UTC).In(zone)
	_, seconds := at.Zone()
	rule := Days{{start: farthestBack, offset: int64(seconds) * 1000}}
	for {
		end := timetext.ChangeAfter(at)
		if end.IsZero() || end.Year() >= lastYear {
			return rule
		}
		at = end.In(zone)
		rule = rule.change(at, zone)
	}
}

// change adds the span that begins where clocks are changed, with what the change makes of midnight:
// where they jump over it the day begins at the jump, and of two only the first begins it.
func (r Days) change(at time.Time, zone *time.Location) Days {
	_, seconds := at.Zone()
	end := timetext.ChangeAfter(at)
	start, offset := at.UnixMilli(), int64(seconds)*1000
	midnight := start + (dayLength-(start+offset)%dayLength)%dayLength
	if day, begins := timetext.StartsDay(at, zone); begins && midnight != start {
		named, _ := day.First(time.UTC)
		r = append(r, daySpan{start, named.UnixMilli() - start})
		start++
	}
	r = append(r, daySpan{start, offset})
	_, begins := timetext.StartsDay(time.UnixMilli(midnight), zone)
	if begins || !end.IsZero() && midnight >= end.UnixMilli() {
		return r
	}
	if midnight == start {
		r = r[:len(r)-1]
	}
	return append(r, daySpan{midnight, offset + 1}, daySpan{midnight + 1, offset})
}

// Expression writes what a form makes of a number of epoch milliseconds, by the offset that leads to midnights.
func (r Days) Expression(number string, form func(number, offset string) string) string {
	switch len(r) {
	case 0:
		return form(number, "0")
	case 1:
		return form(number, strconv.FormatInt(r[0].offset, 10))
	default:
		return fmt.Sprintf("(select %s from %s s where s.start_ms <= cast(%s as bigint) order by s.start_ms desc limit 1)",
			form(number, "s.offset_ms"), DayTable, number)
	}
}

// DayTable is the table that the views tell days by, where one span is not enough.
const DayTable = "day_spans"

// Statements fill DayTable anew, or remove it where no view needs it.
func (r Days) Statements() []string {
	statements := []string{"drop table if exists " + DayTable}
	if len(r) > 1 {
		statements = append(statements, "create table "+DayTable+" (start_ms bigint primary key, offset_ms bigint not null)")
		for _, span := range r {
			statements = append(statements, fmt.Sprintf("insert into %s (start_ms, offset_ms) values (%d, %d)", DayTable, span.start, span.offset))
		}
	}
	return statements
}

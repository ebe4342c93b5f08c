package xlsx

import (
	"strconv"
	"time"
)

const millisPerDay = 24 * 60 * 60 * 1000

// epoch is day 0 of Excel's count from March 1900 on. Before, Excel counts a day that there was not.
func epoch() time.Time { return time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC) }

// firstSerial is 1 March 1900.
const firstSerial = 61

// countable tells whether every program counts a day, of a time as if it were UTC, in the same way.
func countable(wall time.Time) bool {
	return wall.Year() <= 9999 && wall.UnixMilli() >= epoch().UnixMilli()+firstSerial*millisPerDay
}

// appendSerial appends the number of a time, of which the whole part counts days: exact to a tenth of a millisecond
// without a float.
func appendSerial(dst []byte, wall time.Time) []byte {
	millis := wall.UnixMilli() - epoch().UnixMilli()
	dst = strconv.AppendInt(dst, millis/millisPerDay, 10)
	rest := millis % millisPerDay
	if rest == 0 {
		return dst
	}
	dst = append(dst, '.')
	const places = 10
	for range places {
		rest *= 10
		dst = append(dst, byte('0'+rest/millisPerDay))
		rest %= millisPerDay
	}
	return dst
}

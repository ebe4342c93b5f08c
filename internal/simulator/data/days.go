package data

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
)

const dayLength = int64(24 * time.Hour / time.Millisecond)

func day(key uint64, arguments []string, f *api.Field, asOf time.Time) (Maker, error) {
	limits, err := integers(arguments, 2)
	if err != nil {
		return nil, fmt.Errorf("a day needs the first and the last day from the as-of date: %w", err)
	}
	start := asOf.UnixMilli()
	return func(dst []byte, at Place) []byte {
		return AppendTime(dst, f, start+dayLength*at.among(key, limits[0], limits[1]))
	}, nil
}

// period makes the first or the last day of spans of so many days that follow on each other by
// ordinal; the last span holds the as-of date.
func period(arguments []string, asOf time.Time, size int) (Maker, error) {
	if len(arguments) != 2 || arguments[1] != "first" && arguments[1] != "last" {
		return nil, errors.New("a period needs its length in days and first or last")
	}
	length, err := strconv.ParseInt(arguments[0], 10, 32)
	if err != nil || length < 1 {
		return nil, fmt.Errorf("%q is not a length in days", arguments[0])
	}
	start := asOf.UnixMilli() - (length-1)*dayLength
	if arguments[1] == "last" {
		start += (length - 1) * dayLength
	}
	return func(dst []byte, at Place) []byte {
		return strconv.AppendInt(dst, start-int64(size-1-at.Ordinal)*length*dayLength, 10)
	}, nil
}

// times makes the moments of a record's creation, within the 900 days before the as-of
// date, and of its last change, between then and that date.
func times(f *api.Field, asOf time.Time, key uint64, updated bool) Maker {
	last := asOf.UnixMilli()
	first := asOf.AddDate(0, 0, -900).UnixMilli()
	createdKey, updatedKey := Key(key, "created"), Key(key, "updated")
	return func(dst []byte, at Place) []byte {
		moment := at.among(createdKey, first, last)
		if updated {
			moment = at.among(updatedKey, moment, last)
		}
		return AppendTime(dst, f, moment)
	}
}

// AppendTime appends a moment in epoch milliseconds, or in the text that a field of texts has for it.
func AppendTime(dst []byte, f *api.Field, moment int64) []byte {
	if f.Type != api.String {
		return strconv.AppendInt(dst, moment, 10)
	}
	layout := "2006-01-02T15:04:05.000Z"
	if f.Format == "date" {
		layout = time.DateOnly
	}
	return time.UnixMilli(moment).UTC().AppendFormat(append(dst, '"'), layout+`"`)
}

// Milliseconds reads what AppendTime wrote.
func Milliseconds(value []byte) int64 {
	if n, err := strconv.ParseInt(string(value), 10, 64); err == nil {
		return n
	}
	at, err := time.Parse(`"`+time.RFC3339+`"`, string(value))
	if err != nil {
		return 0
	}
	return at.UnixMilli()
}

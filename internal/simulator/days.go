package simulator

import (
	"errors"
	"fmt"
	"strconv"
	"time"
)

const dayLength = int64(24 * time.Hour / time.Millisecond)

func (s sampler) day(arguments []string) (maker, error) {
	limits, err := integers(arguments, 2)
	if err != nil {
		return nil, fmt.Errorf("a day needs the first and the last day from the as-of date: %w", err)
	}
	key, asOf := s.key(), s.world.setup.AsOf.UnixMilli()
	return func(dst []byte, at place) []byte {
		return strconv.AppendInt(dst, asOf+dayLength*at.among(key, limits[0], limits[1]), 10)
	}, nil
}

// period makes the first or the last day of spans of so many days that follow on each other by
// ordinal; the last span holds the as-of date.
func (s sampler) period(arguments []string) (maker, error) {
	if len(arguments) != 2 || arguments[1] != "first" && arguments[1] != "last" {
		return nil, errors.New("a period needs its length in days and first or last")
	}
	length, err := strconv.ParseInt(arguments[0], 10, 32)
	if err != nil || length < 1 {
		return nil, fmt.Errorf("%q is not a length in days", arguments[0])
	}
	start := s.world.setup.AsOf.UnixMilli() - (length-1)*dayLength
	if arguments[1] == "last" {
		start += (length - 1) * dayLength
	}
	size := s.kind.size
	return func(dst []byte, at place) []byte {
		return strconv.AppendInt(dst, start-int64(size-1-at.ordinal)*length*dayLength, 10)
	}, nil
}

// momentMaker makes the moments of a record's creation, within the 900 days before the as-of
// date, and of its last change, between then and that date.
func momentMaker(asOf time.Time, key uint64, updated bool) maker {
	last := asOf.UnixMilli()
	first := asOf.AddDate(0, 0, -900).UnixMilli()
	createdKey, updatedKey := keyOf(key, "created"), keyOf(key, "updated")
	return func(dst []byte, at place) []byte {
		moment := at.among(createdKey, first, last)
		if updated {
			moment = at.among(updatedKey, moment, last)
		}
		return strconv.AppendInt(dst, moment, 10)
	}
}

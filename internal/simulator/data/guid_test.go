package data

import (
	"strings"
	"testing"
)

func TestGUIDsAreUniqueAndOfVersion4(t *testing.T) {
	seen := map[string]bool{}
	for _, key := range []uint64{0, 1, Key(5, "JobOrder")} {
		for _, ordinal := range []int{0, 1, 2, 999_999, 1 << 31} {
			guid := string(appendGUID(nil, key, Place{Ordinal: ordinal}))
			if seen[guid] {
				t.Errorf("%s comes twice", guid)
			}
			seen[guid] = true
			if len(guid) != 36 || guid[14] != '4' || !strings.ContainsRune("89ab", rune(guid[19])) {
				t.Errorf("%s is not a GUID of version 4", guid)
			}
		}
	}
}

// The tail alone tells the records of one kind apart, however the rest is drawn.
func TestTailsOfGUIDsDiffer(t *testing.T) {
	tails := map[uint64]bool{}
	const many = 100_000
	for ordinal := range many {
		tails[scramble(Key(1, "JobOrder"), ordinal)] = true
	}
	if len(tails) != many {
		t.Errorf("%d records have %d tails", many, len(tails))
	}
}

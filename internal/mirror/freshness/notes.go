package freshness

import (
	"fmt"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// Notes are what is to be said of an answer from the mirror.
type Notes struct {
	// Wrong are those by which the answer is none: nobody ever read what was asked for.
	Wrong []string
	// Other say how old it is and what it lacks.
	Other []string
}

// Of says how old the mirror of an environment is, and what cannot be seen there.
func Of(f mirror.Freshness, environment string, now time.Time) Notes {
	var n Notes
	if !f.Oldest.IsZero() {
		n.Other = append(n.Other, fmt.Sprintf("the mirror of %s is %s", environment, Old(f.Oldest, now)))
	}
	var none []string
	for _, one := range f.Never {
		if one.Objects == 0 {
			none = append(none, one.Entity)
			continue
		}
		n.Wrong = append(n.Wrong, fmt.Sprintf("warning: %s were never synced: the mirror has only the %s that other commands read; %s",
			one.Entity, text.Counted(one.Objects, "record"), ReadsThem(one.Entity)))
	}
	if len(none) > 0 {
		n.Wrong = append(n.Wrong, fmt.Sprintf("warning: never synced: %s: the mirror has none of them; %s", strings.Join(none, ", "), ReadsThem(none...)))
	}
	for _, one := range f.Older {
		n.Other = append(n.Other, fmt.Sprintf("warning: %s are %s, older than the rest of the mirror", one.Entity, Old(one.IndexedAt, now)))
	}
	for _, one := range f.Written {
		n.Other = append(n.Other, written(one, now))
	}
	for _, one := range f.Doubted {
		n.Other = append(n.Other, doubted(one))
	}
	for _, one := range f.Partial {
		n.Other = append(n.Other, fmt.Sprintf("warning: the last sync left %s of %s to be fetched: what is missing or old cannot be seen here",
			text.Counted(one.Pending, "record"), one.Entity))
	}
	return n
}

// OfEntity says the same of a single entity. It is false for one that was never synced.
func OfEntity(one mirror.EntityStatus, now time.Time) (notes []string, synced bool) {
	if one.IndexedAt.IsZero() {
		return nil, false
	}
	notes = append(notes, "from the mirror, which is "+Old(one.IndexedAt, now))
	if !one.WrittenAt.IsZero() {
		notes = append(notes, written(one, now))
	}
	if one.Doubted {
		notes = append(notes, doubted(one))
	}
	if one.Pending > 0 {
		notes = append(notes, fmt.Sprintf("warning: the last sync left %s to be fetched: what is missing or old cannot be seen here",
			text.Counted(one.Pending, "record")))
	}
	return notes, true
}

// written says that an entity was written to from here and not read since.
func written(one mirror.EntityStatus, now time.Time) string {
	return fmt.Sprintf("warning: %s were written to %s ago, and not synced since: what became of them cannot be seen here; %s",
		one.Entity, Age(one.WrittenAt, now), ReadsThem(one.Entity))
}

// doubted says that records which are gone may stand as if they were there.
func doubted(one mirror.EntityStatus) string {
	return fmt.Sprintf("warning: the last list of %[1]s lost so much that it is doubted: records that are gone may stand here; "+
		"\"aimsio sync %[1]s\" says how to go on", one.Entity)
}

// ReadsThem says which sync reads entities. Of many it is the one of all.
func ReadsThem(entities ...string) string {
	const many = 4
	if len(entities) > many {
		entities = nil
	}
	if len(entities) == 0 {
		return "\"aimsio sync\" reads them"
	}
	return fmt.Sprintf("\"aimsio sync %s\" reads them", strings.Join(entities, " "))
}

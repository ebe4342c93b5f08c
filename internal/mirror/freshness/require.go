package freshness

import (
	"fmt"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/text"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// Requirement is how lately an entity must have been synced.
type Requirement struct {
	Entity string
	// Age is what was written, and Since when the sync must have been at least.
	Age   string
	Since time.Time
}

// ParseRequirement reads ENTITY=AGE. The name of the entity is as it was written.
func ParseRequirement(written string, now time.Time, zone *time.Location) (Requirement, error) {
	name, age, ok := strings.Cut(written, "=")
	if !ok || age == "" {
		return Requirement{}, fail.Usagef("--require %s: write the entity and how old it may be: invoices=24h", written)
	}
	r := Requirement{Entity: strings.TrimSpace(name), Age: strings.TrimSpace(age)}
	since, err := timetext.ParseOrAge(r.Age, now, zone)
	if err != nil {
		return Requirement{}, fail.Usagef("--require %s: %w", written, err)
	}
	r.Since = since
	return r, nil
}

// Check fails where a mirror does not meet what is required of it, and tells all that it lacks.
func Check(all []Requirement, statuses []mirror.EntityStatus, now time.Time) error {
	var lacks, names []string
	for _, required := range all {
		if lack := required.lack(mirror.EntityStatusOf(statuses, required.Entity), now); lack != "" {
			lacks, names = append(lacks, lack), append(names, required.Entity)
		}
	}
	if len(lacks) == 0 {
		return nil
	}
	return fail.New(fail.Failed, ReadsThem(names...), "the mirror is not as required: %s", strings.Join(lacks, "; "))
}

// lack says what an entity lacks, "" for nothing.
func (r Requirement) lack(status mirror.EntityStatus, now time.Time) string {
	switch {
	case status.IndexedAt.IsZero():
		return r.Entity + " were never synced"
	case !status.Complete:
		return fmt.Sprintf("%s were never synced whole: %s are left", r.Entity, text.Counted(status.Pending, "record"))
	case status.IndexedAt.Before(r.Since), !Dated(status.IndexedAt, now):
		return fmt.Sprintf("%s are %s, and --require allows %s", r.Entity, Old(status.IndexedAt, now), r.Age)
	default:
		return ""
	}
}

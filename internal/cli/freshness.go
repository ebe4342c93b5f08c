package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// freshnessNotes says how old the mirror is to those who are answered from it alone, and what they cannot
// see there. wrong are those by which the answer is not one: nobody ever read what was asked for.
func (a *app) freshnessNotes(f mirror.Freshness) (wrong, notes []string) {
	var none []string
	if !f.Oldest.IsZero() {
		notes = append(notes, fmt.Sprintf("the mirror of %s is %s", a.environmentName(), a.old(f.Oldest)))
	}
	for _, one := range f.Never {
		if one.Objects == 0 {
			none = append(none, one.Entity)
			continue
		}
		wrong = append(wrong, fmt.Sprintf("warning: %s were never synced: the mirror has only the %s that other commands read; %s",
			one.Entity, counted(one.Objects, "record"), readsThem(one.Entity)))
	}
	if len(none) > 0 {
		wrong = append(wrong, fmt.Sprintf("warning: never synced: %s: the mirror has none of them; %s", strings.Join(none, ", "), readsThem(none...)))
	}
	for _, one := range f.Older {
		notes = append(notes, fmt.Sprintf("warning: %s are %s, older than the rest of the mirror", one.Entity, a.old(one.IndexedAt)))
	}
	for _, one := range f.Written {
		notes = append(notes, a.writtenNote(one))
	}
	for _, one := range f.Partial {
		notes = append(notes, fmt.Sprintf("warning: the last sync left %s of %s to be fetched: what is missing or old cannot be seen here",
			counted(one.Pending, "record"), one.Entity))
	}
	return wrong, notes
}

// noteFreshness prints what freshnessNotes says and told does not have yet. Of entities that were asked for by
// name, an answer that is none is said with --quiet too.
func (a *app) noteFreshness(f mirror.Freshness, named bool, told *[]string) {
	wrong, notes := a.freshnessNotes(f)
	for _, note := range append(notes, wrong...) {
		switch {
		case slices.Contains(*told, note):
			continue
		case named && slices.Contains(wrong, note):
			a.problemf("%s", note)
		default:
			a.notef("%s", note)
		}
		*told = append(*told, note)
	}
}

// writtenNote says that an entity was written to from here and not read since.
func (a *app) writtenNote(one mirror.Standing) string {
	return fmt.Sprintf("warning: %s were written to %s ago, and not synced since: what became of them cannot be seen here; %s",
		one.Entity, a.age(one.WrittenAt), readsThem(one.Entity))
}

// readsThem says which sync reads entities. Of many it is the one of all.
func readsThem(entities ...string) string {
	const many = 4
	if len(entities) > many {
		entities = nil
	}
	if len(entities) == 0 {
		return "\"aimsio sync\" reads them"
	}
	return fmt.Sprintf("\"aimsio sync %s\" reads them", strings.Join(entities, " "))
}

// requirement is how young an entity of the mirror must be.
type requirement struct {
	entity *api.Entity
	// age is what was written, and since when it is at least to be synced.
	age   string
	since time.Time
}

// requirements reads the values of --require.
func (a *app) requirements(texts []string) ([]requirement, error) {
	if len(texts) == 0 {
		return nil, nil
	}
	zone, err := a.zone()
	if err != nil {
		return nil, err
	}
	var all []requirement
	for _, text := range texts {
		name, age, ok := strings.Cut(text, "=")
		if !ok || age == "" {
			return nil, usagef("--require %s: write the entity and how old it may be: invoices=24h", text)
		}
		entity, err := a.entityNamed(strings.TrimSpace(name))
		if err != nil {
			return nil, err
		}
		since, err := timetext.ParseOrAge(strings.TrimSpace(age), a.world.Now(), zone)
		if err != nil {
			return nil, usagef("--require %s: %w", text, err)
		}
		all = append(all, requirement{entity, strings.TrimSpace(age), since})
	}
	return all, nil
}

// meet fails where the mirror does not meet what is required of it, and tells all that it lacks.
func (a *app) meet(ctx context.Context, store *mirror.Store, all []requirement) error {
	if len(all) == 0 {
		return nil
	}
	standings, err := store.Standings(ctx)
	if err != nil {
		return a.explainMirror(err)
	}
	var lacks, names []string
	for _, one := range all {
		name := one.entity.Name
		stands := mirror.StandingOf(standings, name)
		switch {
		case stands.IndexedAt.IsZero():
			lacks = append(lacks, name+" were never synced")
		case !stands.Complete:
			lacks = append(lacks, fmt.Sprintf("%s were never synced whole: %s are left", name, counted(stands.Pending, "record")))
		case stands.IndexedAt.Before(one.since), !a.dated(stands.IndexedAt):
			lacks = append(lacks, fmt.Sprintf("%s are %s, and --require allows %s", name, a.old(stands.IndexedAt), one.age))
		default:
			continue
		}
		names = append(names, name)
	}
	if len(lacks) == 0 {
		return nil
	}
	return failf(exitFailed, readsThem(names...), "the mirror is not as required: %s", strings.Join(lacks, "; "))
}

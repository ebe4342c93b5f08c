package local

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/text"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// freshnessNotes says how old the mirror is to those who are answered from it alone, and what they cannot
// see there. wrong are those by which the answer is not one: nobody ever read what was asked for.
func freshnessNotes(a *cmdkit.Env, f mirror.Freshness) (wrong, notes []string) {
	var none []string
	if !f.Oldest.IsZero() {
		notes = append(notes, fmt.Sprintf("the mirror of %s is %s", a.EnvironmentName(), a.Old(f.Oldest)))
	}
	for _, one := range f.Never {
		if one.Objects == 0 {
			none = append(none, one.Entity)
			continue
		}
		wrong = append(wrong, fmt.Sprintf("warning: %s were never synced: the mirror has only the %s that other commands read; %s",
			one.Entity, text.Counted(one.Objects, "record"), cmdkit.ReadsThem(one.Entity)))
	}
	if len(none) > 0 {
		wrong = append(wrong, fmt.Sprintf("warning: never synced: %s: the mirror has none of them; %s", strings.Join(none, ", "), cmdkit.ReadsThem(none...)))
	}
	for _, one := range f.Older {
		notes = append(notes, fmt.Sprintf("warning: %s are %s, older than the rest of the mirror", one.Entity, a.Old(one.IndexedAt)))
	}
	for _, one := range f.Written {
		notes = append(notes, a.WrittenNote(one))
	}
	for _, one := range f.Partial {
		notes = append(notes, fmt.Sprintf("warning: the last sync left %s of %s to be fetched: what is missing or old cannot be seen here",
			text.Counted(one.Pending, "record"), one.Entity))
	}
	return wrong, notes
}

// noteFreshness prints what freshnessNotes says and told does not have yet. Of entities that were asked for by
// name, an answer that is none is said with --quiet too.
func noteFreshness(a *cmdkit.Env, f mirror.Freshness, named bool, told *[]string) {
	wrong, notes := freshnessNotes(a, f)
	for _, note := range append(notes, wrong...) {
		switch {
		case slices.Contains(*told, note):
			continue
		case named && slices.Contains(wrong, note):
			a.Problemf("%s", note)
		default:
			a.Notef("%s", note)
		}
		*told = append(*told, note)
	}
}

// requirement is how young an entity of the mirror must be.
type requirement struct {
	entity *api.Entity
	// age is what was written, and since when it is at least to be synced.
	age   string
	since time.Time
}

// requirements reads the values of --require.
func requirements(a *cmdkit.Env, texts []string) ([]requirement, error) {
	if len(texts) == 0 {
		return nil, nil
	}
	zone, err := a.Zone()
	if err != nil {
		return nil, err
	}
	var all []requirement
	for _, text := range texts {
		name, age, ok := strings.Cut(text, "=")
		if !ok || age == "" {
			return nil, fail.Usagef("--require %s: write the entity and how old it may be: invoices=24h", text)
		}
		entity, err := a.EntityNamed(strings.TrimSpace(name))
		if err != nil {
			return nil, err
		}
		since, err := timetext.ParseOrAge(strings.TrimSpace(age), a.Now(), zone)
		if err != nil {
			return nil, fail.Usagef("--require %s: %w", text, err)
		}
		all = append(all, requirement{entity, strings.TrimSpace(age), since})
	}
	return all, nil
}

// meet fails where the mirror does not meet what is required of it, and tells all that it lacks.
func meet(ctx context.Context, a *cmdkit.Env, store *mirror.Store, all []requirement) error {
	if len(all) == 0 {
		return nil
	}
	standings, err := store.EntityStatuses(ctx)
	if err != nil {
		return a.MirrorError(err)
	}
	var lacks, names []string
	for _, one := range all {
		name := one.entity.Name
		stands := mirror.EntityStatusOf(standings, name)
		switch {
		case stands.IndexedAt.IsZero():
			lacks = append(lacks, name+" were never synced")
		case !stands.Complete:
			lacks = append(lacks, fmt.Sprintf("%s were never synced whole: %s are left", name, text.Counted(stands.Pending, "record")))
		case stands.IndexedAt.Before(one.since), !a.Dated(stands.IndexedAt):
			lacks = append(lacks, fmt.Sprintf("%s are %s, and --require allows %s", name, a.Old(stands.IndexedAt), one.age))
		default:
			continue
		}
		names = append(names, name)
	}
	if len(lacks) == 0 {
		return nil
	}
	return fail.New(fail.Failed, cmdkit.ReadsThem(names...), "the mirror is not as required: %s", strings.Join(lacks, "; "))
}

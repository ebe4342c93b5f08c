package watch

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// Begin says where a watch begins that has no place to go on from.
type Begin int

// The ways to begin. Where nothing is said, a new watch begins from now, and one whose place is lost does not.
const (
	BeginUnsaid Begin = iota
	BeginNow
	BeginStart
)

// stand tells where the watch stands with each entity, and notes where it begins.
func (w *Watch) stand(ctx context.Context, store *mirror.Store) (map[string]Place, error) {
	extent, err := store.Extent(ctx)
	if err != nil {
		return nil, &roundError{step: atReading, err: w.Explain(err)}
	}
	known, err := w.keeper.places(ctx, w.Name)
	if err != nil {
		return nil, err
	}
	places, from, to := map[string]Place{}, map[string]Place{}, map[string]Place{}
	var lost []string
	for _, entity := range w.Entities {
		place, has := known[entity.Name]
		fault := ""
		if has {
			if fault, err = faultOf(ctx, store, extent, place, entity.Name); err != nil {
				return nil, &roundError{step: atReading, err: w.Explain(err)}
			}
		}
		if has && fault == "" {
			places[entity.Name] = place
			continue
		}
		if has && w.Begin == BeginUnsaid {
			lost = append(lost, fault)
			continue
		}
		if has {
			w.Reporter.Problemf("warning: watch %s: %s; it begins %s", w.Name, fault, w.beginning())
			from[entity.Name] = place
		}
		to[entity.Name] = w.begin(extent, entity.Name)
		places[entity.Name] = to[entity.Name]
	}
	if len(lost) > 0 {
		return nil, w.lostError(lost)
	}
	w.tell(len(to), len(places))
	if len(to) == 0 {
		return places, nil
	}
	return places, w.move(ctx, from, to)
}

// begin is where the watch begins with an entity.
func (w *Watch) begin(extent mirror.Extent, entity string) Place {
	if w.Begin == BeginStart {
		return Place{Mirror: extent.Mirror, Sequence: extent.Removed[entity]}
	}
	return Place{Mirror: extent.Mirror, Sequence: extent.Last, At: extent.LastAt}
}

func (w *Watch) beginning() string {
	if w.Begin == BeginStart {
		return "with all that the history has"
	}
	return "from now"
}

// tell says once where the watch begins, with so many of its entities.
func (w *Watch) tell(begun, of int) {
	if w.told {
		return
	}
	w.told = true
	hint := ""
	if w.Begin != BeginStart {
		hint = ": what is found from here on is handed on; --from-start hands on all that the history has"
	}
	switch {
	case begun == of:
		w.Reporter.Notef("watch %s begins %s%s", w.Name, w.beginning(), hint)
	case begun > 0:
		w.Reporter.Notef("watch %s begins %s with %s that it did not watch before%s", w.Name, w.beginning(), text.Counted(begun, "entity"), hint)
	case w.Begin != BeginUnsaid:
		w.Reporter.Notef("note: watch %s goes on from its place: --from-start and --from-now are for a name that has none", w.Name)
	}
}

// faultOf says why a watch cannot go on from a place, "" where it can.
func faultOf(ctx context.Context, store *mirror.Store, extent mirror.Extent, place Place, entity string) (string, error) {
	switch {
	case place.Mirror != extent.Mirror:
		return fmt.Sprintf("its place in the history of %s is that of another mirror, which was cleared or replaced", entity), nil
	case place.Sequence > extent.Last:
		return fmt.Sprintf("its place in the history of %s is %d, and the history ends at %d: the mirror is an older copy",
			entity, place.Sequence, extent.Last), nil
	case extent.Removed[entity] > place.Sequence:
		return fmt.Sprintf("the history of %s is removed up to %d, and was handed on up to %d only: changes between these are missing%s",
			entity, extent.Removed[entity], place.Sequence, since(place.At)), nil
	}
	at, found, err := store.NoticedAt(ctx, place.Sequence)
	if err == nil && found && !place.At.IsZero() && !at.Equal(place.At) {
		return fmt.Sprintf("its place in the history of %s, %d, is another event there: the mirror is a copy that went another way",
			entity, place.Sequence), nil
	}
	return "", err
}

func since(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return ", the oldest of them after " + at.UTC().Format(time.RFC3339)
}

// lostError says why the watch does not go on, and what can be chosen.
func (w *Watch) lostError(lost []string) error {
	const shown = 3
	words := strings.Join(lost[:min(len(lost), shown)], "; ")
	if len(lost) > shown {
		words += fmt.Sprintf("; and so of %s more", text.Counted(len(lost)-shown, "entity"))
	}
	return fail.New(fail.Guarded, "--from-now begins with what is found from here on, --from-start hands on all that the history has",
		"watch %s cannot go on: %s", w.Name, words)
}

// sequences gives behind which event the history of each entity is read on.
func sequences(places map[string]Place) map[string]int64 {
	after := map[string]int64{}
	for entity, place := range places {
		after[entity] = place.Sequence
	}
	return after
}

// behind gives the places behind an event.
func behind(places map[string]Place, last mirror.Event) map[string]Place {
	to := maps.Clone(places)
	for entity, place := range places {
		if place.Sequence < last.Sequence {
			to[entity] = Place{Mirror: place.Mirror, Sequence: last.Sequence, At: last.At}
		}
	}
	return to
}

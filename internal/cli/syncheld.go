package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/mirror"
)

// heldEntity is an entity of which nothing was marked as gone, or removed, since that is too much at once.
type heldEntity struct {
	name string
	loss mirror.Loss
	// within is how long ago the records were known, empty for at the last sync.
	within string
	// prune tells that only --prune was held.
	prune bool
}

func (h heldEntity) String() string {
	doing := "are not in the index"
	if h.prune {
		doing = "would be removed"
	}
	if h.within != "" {
		doing += " any more, within " + h.within
	}
	return fmt.Sprintf("%s (%s of %s %s)", h.name, grouped(h.loss.Gone), counted(h.loss.Known, "record"), doing)
}

// hold notes, also in the row, what a sync held back.
func (s *syncRun) hold(entity *api.Entity, r mirror.SyncResult, row *syncRow) {
	held := heldEntity{name: entity.Name, loss: r.Held}
	switch {
	case r.Held.Gone > 0:
		row.Message = "held: nothing is marked gone"
	case r.Unpruned.Gone > 0:
		held.loss, held.prune = r.Unpruned, true
		row.Message = "held: nothing is pruned"
	default:
		return
	}
	if !held.loss.Since.IsZero() {
		held.within = s.app.age(held.loss.Since)
	}
	row.Held = held.loss.Gone
	s.held = append(s.held, held)
}

// heldError says what was held back, and how to go on where that is meant.
func (s *syncRun) heldError() error {
	names, most := make([]string, 0, len(s.held)), 0
	for _, one := range s.held {
		names = append(names, one.String())
		most = max(most, one.loss.Gone)
	}
	others := ""
	if s.broken > 0 {
		others = fmt.Sprintf("; %s could not be read", entitiesCounted(s.broken))
	}
	if s.failed > 0 {
		others += fmt.Sprintf("; %s could not be read", counted(s.failed, "record"))
	}
	why := "the server's lists lost so much that they are doubted"
	if s.options.allowed.set {
		why = fmt.Sprintf("the server's lists lost more than --allow-gone %s allows", s.options.allowed.text)
	}
	return failf(exitGuarded, fmt.Sprintf("if they are gone indeed, --allow-gone %d or a share such as --allow-gone 100%% goes on", most),
		"%s: %s: nothing of them is marked as gone or pruned, what is there is kept%s",
		why, strings.Join(names, ", "), others)
}

// noteLoss warns where the index that is listed lost so much that a sync would doubt it. What is missing is
// neither shown nor forgotten.
func (f *fullList) noteLoss(ctx context.Context) error {
	if f.mirror == nil || f.offline {
		return nil
	}
	lost, err := f.mirror.Missed(ctx, f.entity, f.count.entries)
	if err != nil || lost.Gone == 0 {
		return f.app.explainMirror(err)
	}
	f.app.notef("warning: the index of %[1]s names %[2]s, where the mirror knows of %[3]s: they may be hidden from this user, or the list is not whole; "+
		"they stay in the mirror, and --offline shows them", f.entity.Name, counted(f.count.entries, "record"), grouped(lost.Known))
	return nil
}

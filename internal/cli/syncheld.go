package cli

import (
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/mirror"
)

// heldEntity is an entity of which nothing was marked as gone, or removed, since that is too much at once.
type heldEntity struct {
	name string
	loss mirror.Loss
	// prune tells that only --prune was held.
	prune bool
}

func (h heldEntity) String() string {
	doing := "are not in the index"
	if h.prune {
		doing = "would be removed"
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
	return failf(exitGuarded, fmt.Sprintf("if they are gone indeed, --allow-gone %d or a share such as --allow-gone 100%% goes on", most),
		"the server's lists lost so much that they are doubted: %s: nothing of them is marked as gone or pruned, what is there is kept%s",
		strings.Join(names, ", "), others)
}

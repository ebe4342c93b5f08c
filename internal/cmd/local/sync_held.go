package local

import (
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// hold notes, also in the row, what a sync held back.
func (s *syncRun) hold(entity *api.Entity, r mirror.SyncResult, row *syncRow) {
	held := hydrate.Loss{Name: entity.Name, Loss: r.Held}
	switch {
	case r.Held.Gone > 0:
		row.Message = "held: nothing is marked gone"
	case r.Unpruned.Gone > 0:
		held.Loss, held.Prune = r.Unpruned, true
		row.Message = "held: nothing is pruned"
	default:
		return
	}
	if !held.Loss.Since.IsZero() {
		held.Within = s.app.Age(held.Loss.Since)
	}
	row.Held = held.Loss.Gone
	s.held = append(s.held, held)
}

// heldError says what was held back, and how to go on where that is meant.
func (s *syncRun) heldError() error {
	names, most := make([]string, 0, len(s.held)), 0
	for _, one := range s.held {
		names = append(names, one.String())
		most = max(most, one.Loss.Gone)
	}
	others := ""
	if s.broken > 0 {
		others = fmt.Sprintf("; %s could not be read", cmdkit.CountEntities(s.broken))
	}
	if s.failed > 0 {
		others += fmt.Sprintf("; %s could not be read", text.Counted(s.failed, "record"))
	}
	why := "the server's lists lost so much that they are doubted"
	if s.options.allowed.Set {
		why = fmt.Sprintf("the server's lists lost more than --allow-gone %s allows", s.options.allowed.Text)
	}
	return fail.New(fail.Guarded, fmt.Sprintf("if they are gone indeed, --allow-gone %d or a share such as --allow-gone 100%% goes on", most),
		"%s: %s: nothing of them is marked as gone or pruned, what is there is kept%s",
		why, strings.Join(names, ", "), others)
}

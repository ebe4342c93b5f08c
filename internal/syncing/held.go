package syncing

import (
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/mirror/freshness"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// hold notes, also in the row, what a sync held back.
func (r *Run) hold(entity *api.Entity, result mirror.SyncResult, row *Row) {
	held := hydrate.Loss{Name: entity.Name, Loss: result.Held}
	switch {
	case result.Held.Gone > 0:
		row.Message = "held: nothing is marked gone"
	case result.Unpruned.Gone > 0:
		held.Loss, held.Prune = result.Unpruned, true
		row.Message = "held: nothing is pruned"
	default:
		return
	}
	if !held.Loss.Since.IsZero() {
		held.Within = freshness.Age(held.Loss.Since, r.Now())
	}
	row.Held = held.Loss.Gone
	r.held = append(r.held, held)
}

// heldError says what was held back, and how to go on where that is meant.
func (r *Run) heldError() error {
	names, most := make([]string, 0, len(r.held)), 0
	for _, one := range r.held {
		names = append(names, one.String())
		most = max(most, one.Loss.Gone)
	}
	others := ""
	if r.broken > 0 {
		others = fmt.Sprintf("; %s could not be read", text.Counted(r.broken, "entity"))
	}
	if r.failed > 0 {
		others += fmt.Sprintf("; %s could not be read", text.Counted(r.failed, "record"))
	}
	why := "the server's lists lost so much that they are doubted"
	if r.AllowGone != nil {
		why = fmt.Sprintf("the server's lists lost more than --allow-gone %s allows", r.AllowedText)
	}
	return fail.New(fail.Guarded, fmt.Sprintf("if they are gone indeed, --allow-gone %d or a share such as --allow-gone 100%% goes on", most),
		"%s: %s: nothing of them is marked as gone or pruned, what is there is kept%s",
		why, strings.Join(names, ", "), others)
}

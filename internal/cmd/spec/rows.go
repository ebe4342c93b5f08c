package spec

import (
	"fmt"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/compare"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// specRow is a line of what an import, or a comparison, tells.
type specRow struct {
	// Kind is new, gone, changed, inferred or warning; other is a call that fits no verb, and described, in an explanation,
	// what the description says.
	Kind   string `json:"kind"`
	Entity string `json:"entity"`
	What   string `json:"what"`
	Old    string `json:"old"`
	New    string `json:"new"`
	// From tells from what something was inferred, or why a call fits no verb.
	From string `json:"from"`
}

// otherCall is what a comparison calls a call that fits no verb.
const otherCall = "other call"

func differenceRows(differences []compare.Difference) []specRow {
	rows := make([]specRow, 0, len(differences))
	for _, d := range differences {
		rows = append(rows, specRow{Kind: string(d.Kind), Entity: d.Entity, What: d.What, Old: d.Old, New: d.New})
	}
	return rows
}

// summary counts what a description has.
func summary(c *api.Catalog) string {
	verbs := 0
	for _, entity := range c.Entities {
		verbs += len(entity.Operations)
	}
	return fmt.Sprintf("%s, %s on them, %s", text.Counted(len(c.Entities), "entity"), text.Counted(verbs, "call"),
		text.Counted(len(c.Others), "other call"))
}

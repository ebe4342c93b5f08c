package spec

import (
	"fmt"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// Description is the API description that a run works with. It is chosen before the commands are
// made, since they follow from it.
type Description struct {
	Catalog *api.Catalog
	// Kept is the imported one, nil for the built-in one.
	Kept *Kept
	// Err says why an imported one cannot be used. The built-in one then stands in for it.
	Err error
}

// Origin says where the description in use came from.
func (d Description) Origin() string {
	switch {
	case d.Err != nil:
		return "built in, in the place of an imported one that cannot be used"
	case d.Kept == nil:
		return "built in"
	}
	where := fmt.Sprintf("imported from %s on %s", d.Kept.Origin, d.Kept.Imported.Local().Format(time.DateOnly))
	if len(d.Kept.Overlays) > 0 {
		origins := make([]string, 0, len(d.Kept.Overlays))
		for _, o := range d.Kept.Overlays {
			origins = append(origins, o.Origin)
		}
		where += ", corrected by " + strings.Join(origins, " and ")
	}
	return where + ", " + ScopeText(d.Kept.Environment)
}

// ScopeText says which environments a description is for.
func ScopeText(environment string) string {
	if environment == "" {
		return "for all environments"
	}
	return "for the environment " + environment
}

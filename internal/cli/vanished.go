package cli

import (
	"github.com/aimsio-cli/aimsio/internal/api"
)

// goneVerb says that an imported description took a verb away, nil where it did not.
func (a *app) goneVerb(_ *api.Entity, _ string) error { return nil }

package bulk

import (
	"context"
	"fmt"

	"github.com/aimsio-cli/aimsio/internal/api/check"
	"github.com/aimsio-cli/aimsio/internal/mirror"
)

// referenceCheck looks in the mirror for the records that those of the input refer to.
type referenceCheck struct {
	run    *Run
	lookup *mirror.References
	// near holds what was meant by values that are missing, of some that came first.
	near map[check.ReferenceUse][]string
}

// newReferenceCheck gives nil where there is no mirror to look in.
func (w *Run) newReferenceCheck() *referenceCheck {
	if w.store == nil {
		return nil
	}
	return &referenceCheck{run: w, lookup: w.store.NewReferences(), near: map[check.ReferenceUse][]string{}}
}

// faults warns of the records that a record refers to and the mirror lacks. It may lack what is new.
func (c *referenceCheck) faults(ctx context.Context, uses []check.ReferenceUse) ([]check.Fault, error) {
	const nearMost, remembered = 3, 100
	if c == nil {
		return nil, nil
	}
	var faults []check.Fault
	for _, use := range uses {
		missing, err := c.lookup.Missing(ctx, use.To, use.Value)
		if err != nil {
			return nil, c.run.setup.MirrorError(err)
		}
		if use.Value == "" || !missing {
			continue
		}
		near, known := c.near[use]
		if !known && len(c.near) < remembered {
			if near, err = c.lookup.Near(ctx, use.To, use.Value, nearMost); err != nil {
				return nil, c.run.setup.MirrorError(err)
			}
			c.near[use] = near
		}
		faults = append(faults, check.Fault{
			Path: use.Path, Value: use.Value, Near: near, Warning: true,
			Expected: fmt.Sprintf("the %s of a record that is there; the local copy has none (\"aimsio sync %s\" reads what is new)",
				use.To.Field, c.lookup.Name(use.To)),
		})
	}
	return faults, nil
}

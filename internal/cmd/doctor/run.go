package doctor

import (
	"context"
	"iter"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// row is what the output tells of a finding.
type row struct {
	Check  string  `json:"check"`
	Result outcome `json:"result"`
	Detail string  `json:"detail"`
	Advice string  `json:"advice"`
}

// run makes checks, and keeps what decides how it ends.
type run struct {
	// broken gives for each check that failed, or could not be made, the one that failed first.
	broken   map[string]string
	failures int
	first    row
	kind     fail.Kind
}

// rows makes the checks one after the other, until ctx ends.
func (r *run) rows(ctx context.Context, checks []check) iter.Seq[row] {
	r.broken = map[string]string{}
	return func(yield func(row) bool) {
		for _, c := range checks {
			found := r.examine(ctx, c)
			if ctx.Err() != nil {
				return // what it found may be no more than that it was stopped
			}
			for _, f := range found {
				if !yield(r.count(c.name, f)) {
					return
				}
			}
		}
	}
}

// examine makes a check, unless one that it needs failed.
func (r *run) examine(ctx context.Context, c check) []finding {
	for _, need := range c.needs {
		if root := r.broken[need]; root != "" {
			r.broken[c.name] = root
			return []finding{skipped("%s failed", root)}
		}
	}
	return c.run(ctx)
}

func (r *run) count(name string, f finding) row {
	made := row{name, f.outcome, f.detail, f.advice}
	if f.outcome == outcomeFailed && r.broken[name] == "" {
		r.broken[name] = name
		if r.failures++; r.failures == 1 {
			r.first, r.kind = made, f.kind
		}
	}
	return made
}

// verdict is nil if no check failed. Else the run ends as its first failure would.
func (r *run) verdict() error {
	if r.failures == 0 {
		return nil
	}
	said := text.Counted(r.failures, "check") + " failed"
	if r.failures > 1 {
		said += ", first"
	}
	return fail.New(r.kind, r.first.Advice, "%s: %s: %s", said, r.first.Check, r.first.Detail)
}

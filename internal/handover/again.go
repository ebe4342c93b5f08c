package handover

import (
	"context"
	"iter"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/handover/ledger"
	"github.com/aimsio-cli/aimsio/internal/labels"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// comparing holds what was handed over against what the mirror has.
func (r *Run) comparing() *Comparing {
	return &Comparing{Ledger: r.Ledger, Mirror: r.Mirror, Export: r.Name, Entity: r.Entity, Comparer: r.Comparer}
}

// Changed walks the records that changed since they were handed over.
func (r *Run) Changed(ctx context.Context) iter.Seq2[Changed, error] { return r.comparing().All(ctx) }

// BringUpToDate brings the mirror up to date.
func (r *Run) BringUpToDate(ctx context.Context) error { return r.refresh(ctx) }

// tellChanged says how many records changed since they were handed over.
func (r *Run) tellChanged(ctx context.Context) error {
	if r.Ledger == nil {
		return nil
	}
	changed, gone := 0, 0
	for one, err := range r.comparing().All(ctx) {
		if err != nil {
			return err
		}
		if changed++; one.Gone {
			gone++
		}
	}
	if changed == 0 {
		return nil
	}
	also := ""
	if gone > 0 {
		also = ", " + text.Count(gone) + " of them gone from the server's list"
	}
	were := " were"
	if changed == 1 {
		were = " was"
	}
	r.Notef("%s%s handed over and changed since%s: \"aimsio export changed %s\" lists them, --again hands them over again",
		text.Counted(changed, "record"), were, also, r.Name)
	return nil
}

// kinds are those of the batches that a run makes. What changed and is not handed over again is told.
func (r *Run) kinds(ctx context.Context) ([]ledger.Kind, error) {
	if r.Again {
		return []ledger.Kind{ledger.Correction, ledger.New}, nil
	}
	return []ledger.Kind{ledger.New}, r.tellChanged(ctx)
}

// mostNamed is how many records are named that are left out.
const mostNamed = 10

// named names the first of so many records that are left out.
func named(first []string, all int) string {
	first = first[:min(len(first), mostNamed)]
	if more := all - len(first); more > 0 {
		return strings.Join(first, ", ") + " and " + text.Count(more) + " more"
	}
	return strings.Join(first, ", ")
}

// carries tells whether a record has the status that an export has set.
func (r *Run) carries(one record.Record, status string) bool {
	value, _ := one.Get(record.ParsePath(r.Entity.Status))
	return status != "" && labels.Same(record.Text(value), status)
}

// walkChanged takes what changed since it was handed over, where it matches now or has the status that the export set.
func (c *choice) walkChanged(ctx context.Context) error {
	if c.run.Ledger == nil {
		return nil
	}
	var left []string
	for one, err := range c.run.comparing().All(ctx) {
		if err != nil {
			return err
		}
		if one.Gone || c.run.skip[one.GUID] {
			left = append(left, nameOf(one.Handed))
			continue
		}
		if c.full() {
			c.run.Notef("the limit of %s is reached; --again goes on", text.Counted(c.run.Limit, "record"))
			break
		}
		match, err := output.AllMatch(c.run.Filters, one.Now)
		if err != nil {
			return err
		}
		if !match && !c.run.carries(one.Now, one.Status) {
			left = append(left, nameOf(one.Handed))
			continue
		}
		known, err := c.run.Ledger.Known(ctx, c.run.Name, []string{one.GUID})
		if err != nil {
			return err
		}
		if !known[one.GUID].Delivered {
			continue // another batch has it that is not delivered yet
		}
		if c.rowless(candidate{one.GUID, one.Now}) {
			continue
		}
		if err := c.add(candidate{one.GUID, one.Now}, known[one.GUID].Handing+1); err != nil {
			return err
		}
	}
	c.tellRowless()
	if len(left) > 0 {
		c.run.Notef("not handed over again, since they are gone, could not be read, or neither match nor carry the status of the export: %s",
			named(left, len(left)))
	}
	return nil
}

func nameOf(handed ledger.Handed) string {
	if handed.Key != "" {
		return handed.Key
	}
	return handed.GUID
}

// findRefused finds what the receiver refused: it is handed over again.
func (c *choice) findRefused(ctx context.Context) (err error) {
	if c.run.Ledger != nil {
		c.refused, err = c.run.Ledger.Refusals(ctx, c.run.Name)
	}
	return err
}

// isOwn tells of a record that it was refused, and has the status that the export itself has set.
func (c *choice) isOwn(object mirror.Object) bool {
	handed, is := c.refused[object.ID]
	return is && c.run.carries(object.Record, handed.Status)
}

// tellRefused names what was refused and is not handed over again.
func (c *choice) tellRefused() {
	if len(c.refused) == 0 || c.full() {
		return
	}
	var left []string
	for _, handed := range c.refused {
		left = append(left, nameOf(handed))
	}
	slices.Sort(left)
	c.run.Notef("refused by the receiver and not handed over again, since they neither match nor carry the status of the export: %s", named(left, len(left)))
}

package handover

import (
	"context"
	"fmt"
	"iter"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/handover/ledger"
	"github.com/aimsio-cli/aimsio/internal/labels"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Comparing holds what was handed over against what the mirror has now.
type Comparing struct {
	Ledger *ledger.Ledger
	Mirror *mirror.Store
	Export string
	Entity *api.Entity
	// Comparer finds what differs in records of the entity.
	Comparer *change.Comparer

	// columns are those of each batch, nil for whole records.
	columns map[int64][]string
}

// Changed is a record that was handed over and is another one now.
type Changed struct {
	ledger.Handed

	// Gone tells that the server's list does not name it any more. Differences are then none, and Now is empty.
	Gone        bool
	Now         record.Record
	Differences []change.Difference
}

// All walks the records that changed since they were handed over last, those that the server does not have any more
// among them. What the receiver refused is left out: it is handed over again anyway. The bookkeeping time of a record
// does not count, nor does the status that the export itself has set.
func (c *Comparing) All(ctx context.Context) iter.Seq2[Changed, error] {
	return func(yield func(Changed, error) bool) {
		var waiting []ledger.Handed
		look := func() bool {
			changed, err := c.look(ctx, waiting)
			waiting = waiting[:0]
			for _, one := range changed {
				if !yield(one, nil) {
					return false
				}
			}
			return err == nil || yield(Changed{}, err)
		}
		for handed, err := range c.Ledger.Newest(ctx, c.Export) {
			if err == nil && ctx.Err() != nil {
				err = context.Cause(ctx)
			}
			if err != nil {
				yield(Changed{}, err)
				return
			}
			if handed.Answer == ledger.Refused {
				continue
			}
			if waiting = append(waiting, handed); len(waiting) >= askTogether && !look() {
				return
			}
		}
		look()
	}
}

// look gives those of some records that changed.
func (c *Comparing) look(ctx context.Context, handed []ledger.Handed) (changed []Changed, err error) {
	ids := make([]string, 0, len(handed))
	for _, one := range handed {
		ids = append(ids, one.GUID)
	}
	versions, err := c.Mirror.Versions(ctx, c.Entity, ids)
	if err != nil {
		return nil, err
	}
	for _, one := range handed {
		version, known := versions[one.GUID]
		switch {
		case !known || version.Gone:
			changed = append(changed, Changed{Handed: one, Gone: true})
			continue
		case version.Hash == one.Hash:
			continue
		}
		is, err := c.compare(ctx, one)
		if err != nil {
			return changed, err
		}
		if len(is.Differences) > 0 {
			changed = append(changed, is)
		}
	}
	return changed, nil
}

// compare holds one record against what the mirror has.
func (c *Comparing) compare(ctx context.Context, handed ledger.Handed) (Changed, error) {
	object, found, err := c.Mirror.Find(ctx, c.Entity, handed.GUID)
	if err != nil || !found {
		return Changed{Handed: handed}, err
	}
	columns, err := c.columnsOf(ctx, handed.Number)
	if err != nil {
		return Changed{Handed: handed}, err
	}
	frozen, err := Freezer(columns)(object.Record)
	if err != nil {
		return Changed{Handed: handed}, err
	}
	was, err := record.New(handed.Content)
	if err != nil {
		return Changed{Handed: handed}, fmt.Errorf("reading what batch %d handed over of %s: %w", handed.Number, handed.Key, err)
	}
	is, err := record.New(frozen)
	if err != nil {
		return Changed{Handed: handed}, err
	}
	changed := Changed{Handed: handed, Now: object.Record}
	for difference := range c.Comparer.Records(was, is) {
		if c.counts(difference, handed) {
			changed.Differences = append(changed.Differences, difference)
		}
	}
	return changed, nil
}

// counts tells whether a difference is more than bookkeeping.
func (c *Comparing) counts(d change.Difference, handed ledger.Handed) bool {
	switch {
	case d.Path == c.Entity.UpdatedAt:
		return false
	case d.Path == c.Entity.Status && handed.Status != "":
		return !labels.Same(record.Text(d.New), handed.Status)
	default:
		return true
	}
}

// columnsOf gives the columns that a batch handed over.
func (c *Comparing) columnsOf(ctx context.Context, number int64) ([]string, error) {
	if columns, known := c.columns[number]; known {
		return columns, nil
	}
	b, _, err := c.Ledger.Batch(ctx, c.Export, number)
	if err != nil {
		return nil, err
	}
	settings, err := SettingsOf(&b)
	if err != nil {
		return nil, err
	}
	if c.columns == nil {
		c.columns = map[int64][]string{}
	}
	c.columns[number] = settings.Columns
	return settings.Columns, nil
}

package handover

import (
	"context"

	"github.com/aimsio-cli/aimsio/internal/command"
	"github.com/aimsio-cli/aimsio/internal/handover/ledger"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// Preview tells what a run would do, by what the run itself checks, and ends as that would. It changes nothing but the
// mirror. Batches has then what the run would go on with: as they stand, or ledger.Planned.
func (r *Run) Preview(ctx context.Context) error {
	next := int64(1)
	if r.Ledger != nil {
		var err error
		if next, err = r.Ledger.Next(ctx, r.Name); err != nil {
			return err
		}
		if err := r.previewUnfinished(ctx); err != nil {
			return err
		}
	}
	if err := r.refresh(ctx); err != nil {
		return err
	}
	kinds, err := r.kinds(ctx)
	if err != nil {
		return err
	}
	for _, kind := range kinds {
		planned, found, err := r.plan(ctx, kind, next)
		if err != nil {
			return err
		}
		if found {
			next++
			r.previewBatch(planned)
		}
	}
	return r.Verdict()
}

// plan makes a batch without taking it into the ledger. It is false where there is nothing for it.
func (r *Run) plan(ctx context.Context, kind ledger.Kind, number int64) (b ledger.Batch, found bool, err error) {
	c, err := r.chooseSome(ctx, kind)
	if err != nil || c == nil {
		return b, false, err
	}
	defer c.close()
	b = ledger.Batch{
		Export: r.Name, Number: number, Kind: kind, Entity: r.Entity.Name, State: ledger.Planned, Format: string(r.Format), Status: r.Status,
		Records: c.count, Size: c.content.Size(), SHA256: c.sum(), Settings: c.settings,
	}
	if b.Path, b.Folder, err = c.place(number); err != nil {
		return b, false, err
	}
	b.Manifest, err = c.manifest(number, b.Path)
	return b, err == nil, err
}

// previewBatch tells of a batch that would be made.
func (r *Run) previewBatch(b ledger.Batch) {
	r.note(b)
	again := ""
	if b.Kind == ledger.Correction {
		again = " again"
	}
	r.Notef("would hand over %s%s as batch %d of %s (%s): %s, %s",
		text.Counted(b.Records, "record"), again, b.Number, b.Export, b.Kind, File(&b), text.Bytes(b.Size))
	if settings, err := SettingsOf(&b); err == nil && Line(settings.Totals) != "" {
		r.Notef("%s", Line(settings.Totals))
	}
	r.previewDelivery(&b)
	r.previewStatus(&b, b.Records)
}

// previewDelivery tells how a batch would be delivered.
func (r *Run) previewDelivery(b *ledger.Batch) {
	if len(r.Command) == 0 {
		r.Notef("would deliver it by writing that file")
		return
	}
	r.Notef("would run %s", command.Shown(Arguments(r.Command, b)))
}

// previewStatus tells which status so many records of a batch would get.
func (r *Run) previewStatus(b *ledger.Batch, count int64) {
	if b.Status != "" {
		r.Notef("would set the status of %s to %q", text.Counted(count, "record"), b.Status)
	}
}

// previewUnfinished tells which batches a run would finish first, and fails where it could not.
func (r *Run) previewUnfinished(ctx context.Context) error {
	open, err := r.Ledger.Unfinished(ctx, r.Name)
	if err != nil {
		return err
	}
	for i := range open {
		b := &open[i]
		r.note(*b)
		r.Notef("would finish batch %d of %s first, which is %s: %s, with the same number and the same bytes",
			b.Number, b.Export, b.State, text.Counted(b.Records, "record"))
		if err := r.previewFinish(ctx, b); err != nil {
			return r.stopped(b, err)
		}
	}
	return nil
}

// previewFinish tells what is left to do of a batch.
func (r *Run) previewFinish(ctx context.Context, b *ledger.Batch) error {
	if b.State == ledger.Collected || b.State == ledger.Written {
		if err := r.checkCommand(b); err != nil {
			return err
		}
		as := *b // which may be in another folder here
		if err := r.moveFolder(&as); err != nil {
			return err
		}
		if err := checkFiles(&as); err != nil {
			return err
		}
		if b.DeliveryOpen() {
			r.Notef("a delivery of it began %s, and nobody knows how it ended: it would be delivered again",
				b.Begun.In(r.Zones.OfTimes()).Format("2006-01-02 15:04"))
		}
		r.previewDelivery(&as)
	}
	if b.Status == "" || b.State == ledger.Marked {
		return nil
	}
	counts, err := r.Ledger.CountMarks(ctx, b)
	if err == nil {
		r.previewStatus(b, b.Records-counts[ledger.MarkSet])
	}
	return err
}

// checkFiles finds that the files of a batch could not be put into their places.
func checkFiles(b *ledger.Batch) error {
	for _, one := range [][2]string{{File(b) + manifestEnding, HashOf(b.Manifest)}, {File(b), b.SHA256}} {
		there, err := stands(one[0], one[1])
		if err != nil {
			return err
		}
		if there {
			continue
		}
		if err := checkWritable(one[0]); err != nil {
			return err
		}
	}
	return nil
}

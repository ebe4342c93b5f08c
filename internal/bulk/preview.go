package bulk

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// PreviewRow is a record as it would go out, for people.
type PreviewRow struct {
	Line    int    `json:"line"`
	Key     string `json:"key"`
	Action  string `json:"action"`
	Changes string `json:"changes"`
}

// preview shows what would be sent. Records may be read for it; nothing is written. It ends as the
// write would that sends them, as far as that can be known.
func (w *Run) preview(ctx context.Context, source *Source) error {
	if err := w.checkElements(ctx, source); err != nil {
		return err
	}
	out, err := w.setup.Rows(ctx)
	if err != nil {
		return err
	}
	p := &previewing{run: w, out: out, tally: newWriteTally(), words: w.setup.Words(w.entity.Fields)}
	show := p.records
	if w.setup.Calls {
		show = p.calls
	}
	if err := show(w.changes(ctx, source, nil)); err != nil {
		return out.Finish(err)
	}
	if err := out.Finish(nil); err != nil {
		return err
	}
	if note := p.words.ByPositionNote(); note != "" {
		w.setup.Notef("%s", note)
	}
	w.setup.Notef("%s", p.summary())
	if w.refused != nil {
		return w.refused
	}
	return p.tally.failure(p.run.heldBack, true)
}

// previewing is a dry run under way.
type previewing struct {
	run   *Run
	out   Rows
	tally writeTally
	words *change.Words
}

// summary tells in a line what would become of the records.
func (p *previewing) summary() string {
	counts := p.tally.outcomes
	others := ""
	if skipped := counts[service.Skipped]; skipped > 0 {
		others += fmt.Sprintf(", %s skipped", text.Count(skipped))
	}
	if failed := counts[service.Failed] - p.tally.missing; failed > 0 {
		others += fmt.Sprintf(", %s would fail", text.Count(failed))
	}
	if open := counts[service.Unknown]; open > 0 {
		others += fmt.Sprintf(", %s unknown and not sent again", text.Count(open))
	}
	return fmt.Sprintf("dry run: %s would be sent to %s, %s unchanged, %s not found%s; nothing was sent", text.Counted(counts[""], "record"),
		p.run.environment.Name, text.Count(counts[service.Unchanged]), text.Count(p.tally.missing), others)
}

// count notes what would become of a record.
func (p *previewing) count(change service.Change) {
	if change.Settled != nil {
		p.tally.add(*change.Settled)
		return
	}
	p.tally.outcomes[""]++
}

// records shows a row a record.
func (p *previewing) records(changes changeSeq) error {
	for change, err := range changes {
		if err != nil {
			return err
		}
		p.count(change)
		row := PreviewRow{Line: change.Line, Key: change.Key, Action: change.Action, Changes: p.changes(change)}
		if settled := change.Settled; settled != nil {
			row.Key, row.Changes = settled.Key, settled.Outcome
			if settled.Message != "" {
				row.Changes += ": " + settled.Message
			}
		}
		if err := p.out.WriteRow(row); err != nil {
			return err
		}
	}
	return nil
}

// calls shows the very bodies, with method and path, and a row for each record that would fail.
func (p *previewing) calls(changes changeSeq) error {
	seen := func(yield func(service.Change, error) bool) {
		for change, err := range changes {
			if err == nil {
				p.count(change)
				if settled := change.Settled; settled != nil && settled.Outcome == service.Failed {
					err = p.out.WriteRow(p.run.shownRow(*settled))
				}
			}
			if !yield(change, err) {
				return
			}
		}
	}
	for sent, err := range service.Calls(p.run.operation, p.run.setup.Parameters[p.run.operation.Verb], seen, p.run.flags.BatchSize) {
		if err != nil {
			return err
		}
		text := fmt.Appendf(nil, "{\"method\":%q,\"path\":%q", sent.Method, sent.Path)
		if sent.Body != nil {
			text = append(append(text, `,"body":`...), sent.Body...)
		}
		call, err := record.New(record.Value(append(text, '}')))
		if err != nil {
			return fmt.Errorf("showing a call: %w", err)
		}
		if err := p.out.Write(call); err != nil {
			return err
		}
	}
	return nil
}

// changes tells what a write changes: the fields old → new where the record was read, else the fields
// that are sent.
func (p *previewing) changes(change service.Change) string {
	var parts []string
	if change.Before == nil {
		for name, value := range change.Body.Fields() {
			parts = append(parts, name+"="+p.words.Value(name, value))
		}
		return strings.Join(parts, "; ")
	}
	for _, difference := range slices.Collect(p.words.Sent(*change.Before, p.run.asInRecord(change.Body))) {
		parts = append(parts, p.words.Text(difference))
	}
	return strings.Join(parts, "; ")
}

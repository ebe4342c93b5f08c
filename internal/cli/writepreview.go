package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// previewRow is a record as it would go out, for people.
type previewRow struct {
	Line    int    `json:"line"`
	Key     string `json:"key"`
	Action  string `json:"action"`
	Changes string `json:"changes"`
}

// preview shows what would be sent. Records may be read for it; nothing is written.
func (w *writeRun) preview(ctx context.Context, source *changeSource) error {
	out, err := w.printer.open(ctx)
	if err != nil {
		return err
	}
	counts := map[string]int{}
	show := w.previewRecords
	if format := w.printer.options.Format; format != output.Table && format != output.CSV {
		show = w.previewCalls
	}
	if err := show(out, counting(w.changes(ctx, source, nil), counts)); err != nil {
		return out.finish(err)
	}
	if err := out.finish(nil); err != nil {
		return err
	}
	w.app.notef("dry run: %s would be sent to %s, %s unchanged, %s not found; nothing was sent",
		counted(counts[""], "record"), w.environment.Name, grouped(counts[service.Unchanged]), grouped(counts[service.Failed]))
	return nil
}

// previewRecords shows a row a record.
func (w *writeRun) previewRecords(out *sink, changes changeSeq) error {
	for change, err := range changes {
		if err != nil {
			return err
		}
		row := previewRow{Line: change.Line, Key: change.Key, Action: change.Action, Changes: changesText(change)}
		if change.Settled != nil {
			row.Key, row.Changes = change.Settled.Key, change.Settled.Outcome
		}
		if err := out.writeRow(row); err != nil {
			return err
		}
	}
	return nil
}

// previewCalls shows the very bodies, with method and path.
func (w *writeRun) previewCalls(out *sink, changes changeSeq) error {
	for sent, err := range service.Calls(w.operation, changes, w.flags.batchSize) {
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
		if err := out.write(call); err != nil {
			return err
		}
	}
	return nil
}

// changesText tells what a write changes: the fields old → new where the record was read, else
// the fields that are sent.
func changesText(change service.Change) string {
	var parts []string
	if change.Before == nil {
		for name, value := range change.Body.Fields() {
			parts = append(parts, name+"="+shownValue(value))
		}
		return strings.Join(parts, "; ")
	}
	for difference := range record.Diff(*change.Before, change.Body) {
		if difference.New == nil { // not sent: the server sets it itself
			continue
		}
		parts = append(parts, fmt.Sprintf("%s: %s → %s", difference.Path, shownValue(difference.Old), shownValue(difference.New)))
	}
	return strings.Join(parts, "; ")
}

package watch

import (
	"context"
	"io"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/spool"
)

// Batch is what is handed on together.
type Batch struct {
	// Name is that of the watch.
	Name string
	// Count is how many events it has, and Last the last of them.
	Count int
	Last  mirror.Event

	lines *spool.Spool
}

func (w *Watch) newBatch() *Batch { return &Batch{Name: w.Name, lines: spool.New(spool.DefaultMemory)} }

// Lines are the events, one JSON object a line.
func (b *Batch) Lines() io.Reader { return b.lines.Reader() }

func (b *Batch) close() { _ = b.lines.Close() }

// add takes an event, with its record as the mirror has it now.
func (w *Watch) add(ctx context.Context, store *mirror.Store, batch *Batch, event mirror.Event) error {
	var whole record.Record
	for _, entity := range w.Entities {
		if entity.Name != event.Entity {
			continue
		}
		object, found, err := store.Find(ctx, entity, event.ID)
		if err != nil {
			return err
		}
		if found {
			whole = object.Record
		}
	}
	line, err := w.Lines.append(nil, event, whole)
	if err == nil {
		_, err = batch.lines.Write(line)
	}
	if err != nil {
		return err
	}
	batch.Count++
	batch.Last = event
	return nil
}

// Lines writes events.
type Lines struct {
	// Fields gives the fields that differ, with their values before and after, as a JSON array.
	Fields func(entity string, changes record.Value) (jsontext.Value, error)
}

// append writes an event as a line. The record is as the server sent it, on one line; null where the mirror does not
// have it any more.
func (l *Lines) append(dst []byte, event mirror.Event, whole record.Record) ([]byte, error) {
	fields, err := l.Fields(event.Entity, event.Changes)
	if err != nil {
		return nil, err
	}
	dst = strconv.AppendInt(append(dst, `{"sequence":`...), event.Sequence, 10)
	dst = strconv.AppendInt(append(dst, `,"at":`...), event.At.UnixMilli(), 10)
	for _, member := range [][2]string{{"kind", string(event.Kind)}, {"entity", event.Entity}, {"guid", event.ID}, {"key", event.Key}} {
		dst = append(append(append(dst, `,"`...), member[0]...), `":`...)
		if dst, err = jsontext.AppendQuote(dst, strings.ToValidUTF8(member[1], "\uFFFD")); err != nil {
			return nil, err
		}
	}
	dst = append(dst, `,"updatedAt":`...)
	if event.UpdatedAt != nil {
		dst = strconv.AppendInt(dst, event.UpdatedAt.UnixMilli(), 10)
	} else {
		dst = append(dst, "null"...)
	}
	dst = append(append(append(dst, `,"fields":`...), fields...), `,"record":`...)
	if raw := whole.Raw(); len(raw) > 0 {
		dst = record.AppendCompact(dst, raw)
	} else {
		dst = append(dst, "null"...)
	}
	return append(dst, "}\n"...), nil
}

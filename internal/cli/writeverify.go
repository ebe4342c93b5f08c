package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/spool"
)

// sentRecords keeps what was written until all of it is verified: many records go to a file.
type sentRecords struct {
	wanted bool
	// plain gives what was sent the names that it will be read back with.
	plain func(record.Record) record.Record
	lines *spool.Spool
	err   error
}

// sentLine is a record in the spool.
type sentLine struct {
	Line int             `json:"line"`
	Key  string          `json:"key"`
	GUID string          `json:"guid"`
	Body json.RawMessage `json:"body"`
}

// asInRecord gives the body of a write the names that the whole record has. What only the body of an
// update of the status knows, such as a remark, is left out: the record does not keep it.
func (w *writeRun) asInRecord(body record.Record) record.Record {
	if w.operation.Verb != api.UpdateStatus || w.operation.Fields == nil {
		return body
	}
	named := record.Rename(body, func(name string) string { return w.entity.InRecord(w.operation, name) })
	return record.Pick(named, func(name string) bool { _, known := api.Find(w.entity.Fields, name); return known })
}

// add keeps the records of a batch that were written.
func (s *sentRecords) add(batch service.Batch) error {
	if !s.wanted {
		return nil
	}
	if s.lines == nil {
		s.lines = spool.New(spool.DefaultMemory)
	}
	for i, outcome := range batch.Outcomes {
		if outcome.Outcome == service.Unchanged || !isDone(outcome.Outcome) {
			continue
		}
		line, err := json.Marshal(sentLine{outcome.Line, outcome.Key, outcome.GUID, json.RawMessage(s.plain(batch.Changes[i].Body).Raw())})
		if err == nil {
			_, err = s.lines.Write(append(line, '\n'))
		}
		if err != nil {
			return fmt.Errorf("keeping a record to verify it: %w", err)
		}
	}
	return nil
}

func (s *sentRecords) all() iter.Seq[service.Sent] {
	return func(yield func(service.Sent) bool) {
		if s.lines == nil {
			return
		}
		lines := json.NewDecoder(bufio.NewReader(s.lines.Reader()))
		for lines.More() {
			var line sentLine
			if s.err = lines.Decode(&line); s.err != nil {
				return
			}
			body, err := record.New(record.Value(line.Body))
			if s.err = err; err != nil || !yield(service.Sent{Line: line.Line, Key: line.Key, GUID: line.GUID, Body: body}) {
				return
			}
		}
	}
}

func (s *sentRecords) close() {
	if s.lines != nil {
		closeQuietly(s.lines)
	}
}

// verifyDone reads what was written back and names the fields that the server did not keep.
func (w *writeRun) verifyDone(ctx context.Context, r *reader, sent *sentRecords, begun time.Time) error {
	checked, different := 0, 0
	var limit patience
	for found := range r.service.Verify(ctx, w.entity, sent.all(), begun) {
		if limit.endsAt(found.Err) {
			return r.explain(found.Err, w.entity)
		}
		checked++
		if found.Err == nil && len(found.Differences) == 0 {
			continue
		}
		different++
		w.app.problemf("%s", verifiedText(found))
	}
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case sent.err != nil:
		return fmt.Errorf("reading back what was kept to be verified: %w", sent.err)
	}
	w.app.notef("verified %s, %s as sent", counted(checked, "record"), grouped(checked-different))
	if different > 0 {
		return failf(exitPartial, "", "%s not as sent", counted(different, "record"))
	}
	return nil
}

// verifiedText says what the server made of a record.
func verifiedText(found service.Verified) string {
	text := fmt.Sprintf("line %d (%s):", found.Line, found.Key)
	if found.Err != nil {
		if errors.Is(found.Err, service.ErrNotFound) {
			return text + " not found again"
		}
		return text + " " + found.Err.Error()
	}
	for _, difference := range found.Differences {
		text += fmt.Sprintf(" %s: sent %s, the server has %s;", difference.Path, shownValue(difference.Old), shownValue(difference.New))
	}
	return text
}

// shownValue is a value in a message.
func shownValue(v record.Value) string {
	const most = 60
	switch text := []rune(string(v)); {
	case v == nil:
		return "nothing"
	case len(text) > most:
		return string(text[:most]) + "…"
	default:
		return string(text)
	}
}

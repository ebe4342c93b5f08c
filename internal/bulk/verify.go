package bulk

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/session"
	"github.com/aimsio-cli/aimsio/internal/spool"
	"github.com/aimsio-cli/aimsio/internal/text"
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
	// Before is absent where the record was not read. Place is that of a row which is held back.
	Before  json.RawMessage `json:"before,omitempty"`
	Place   int             `json:"place"`
	Pending bool            `json:"pending,omitempty"`
}

// asInRecord gives the body of a write the names that the whole record has. What only the body of an
// update of the status knows, such as a remark, is left out: the record does not keep it.
func (w *Run) asInRecord(body record.Record) record.Record {
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
	for i, outcome := range batch.Outcomes {
		if outcome.Outcome == service.Unchanged || !isDone(outcome.Outcome) {
			continue
		}
		if err := s.keep(outcome, batch.Changes[i], 0); err != nil {
			return fmt.Errorf("keeping a record to verify it: %w", err)
		}
	}
	return nil
}

// keep keeps one record.
func (s *sentRecords) keep(outcome service.Outcome, change service.Change, place int) error {
	if s.lines == nil {
		s.lines = spool.New(spool.DefaultMemory)
	}
	sent := sentLine{Line: outcome.Line, Key: outcome.Key, GUID: outcome.GUID, Place: place, Pending: outcome.Pending}
	sent.Body = json.RawMessage(s.plain(change.Body).Raw())
	if change.Before != nil {
		sent.Before = json.RawMessage(change.Before.Raw())
	}
	line, err := json.Marshal(sent)
	if err == nil {
		_, err = s.lines.Write(append(line, '\n'))
	}
	return err
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
			sent, err := line.sent()
			if s.err = err; err != nil || !yield(sent) {
				return
			}
		}
	}
}

func (l sentLine) sent() (service.Sent, error) {
	sent := service.Sent{Line: l.Line, Key: l.Key, GUID: l.GUID, Place: l.Place, Pending: l.Pending}
	var err error
	if sent.Body, err = record.New(record.Value(l.Body)); err != nil || len(l.Before) == 0 {
		return sent, err
	}
	before, err := record.New(record.Value(l.Before))
	sent.Before = &before
	return sent, err
}

func (s *sentRecords) close() {
	if s.lines != nil {
		_ = s.lines.Close()
	}
}

// verification counts the records that were read back, and says of those that are not as sent what is
// different.
type verification struct {
	checked   int
	different []string
	// decided says that records were read back to decide what became of them.
	decided bool
}

// add counts a record that was read back; words is what readBackText says of it.
func (v *verification) add(found service.Verified, words string) {
	v.checked++
	if found.Err != nil || len(found.Differences) > 0 {
		v.different = append(v.different, fmt.Sprintf("line %d (%s): %s", found.Line, found.Key, words))
	}
}

// verifyDone reads what was written back and names the fields that the server did not keep. earlier is
// what was read back before.
func (w *Run) verifyDone(ctx context.Context, r *session.Session, sent *sentRecords, begun time.Time, earlier verification) error {
	for _, text := range earlier.different {
		w.setup.Problemf("%s", text)
	}
	checked, different := earlier.checked, len(earlier.different)
	var limit hydrate.FailureBreaker
	for found := range r.Service.Verify(ctx, w.entity, sent.all(), begun) {
		if limit.EndsAt(found.Err) {
			return r.CallError(found.Err, w.entity)
		}
		var one verification
		one.add(found, w.readBackText(found))
		for _, text := range one.different {
			w.setup.Problemf("%s", text)
		}
		checked, different = checked+1, different+len(one.different)
	}
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case sent.err != nil:
		return fmt.Errorf("reading back what was kept to be verified: %w", sent.err)
	}
	if checked > 0 || !earlier.decided {
		w.setup.Notef("verified %s, %s as sent", text.Counted(checked, "record"), text.Count(checked-different))
	}
	if different > 0 {
		return fail.New(fail.Partial, "", "%s not as sent", text.Counted(different, "record"))
	}
	return nil
}

// readBackText says what the server made of a record that is not as it was sent.
func (w *Run) readBackText(found service.Verified) string {
	switch {
	case errors.Is(found.Err, service.ErrNotFound):
		return "not found again"
	case found.Err != nil:
		return found.Err.Error()
	case len(found.Differences) == 0:
		return ""
	}
	words := w.setup.Words(w.entity.Fields)
	parts := make([]string, len(found.Differences))
	for i, difference := range found.Differences {
		parts[i] = fmt.Sprintf("%s: sent %s, the server has %s;", difference.Path,
			words.Value(difference.Path, difference.Old), words.Value(difference.Path, difference.New))
	}
	return strings.Join(parts, " ")
}

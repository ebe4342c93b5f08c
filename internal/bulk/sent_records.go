package bulk

import (
	"bufio"
	"encoding/json"
	"fmt"
	"iter"

	"github.com/aimsio-cli/aimsio/internal/bulk/results"
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
	// Before is absent where the record was not read. Place is that of a row which is held back.
	Before  json.RawMessage `json:"before,omitempty"`
	Place   int             `json:"place"`
	Pending bool            `json:"pending,omitempty"`
}

// add keeps the records of a batch that were written.
func (s *sentRecords) add(batch service.Batch) error {
	if !s.wanted {
		return nil
	}
	for i, outcome := range batch.Outcomes {
		if outcome.Outcome == service.Unchanged || !results.IsDone(outcome.Outcome) {
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

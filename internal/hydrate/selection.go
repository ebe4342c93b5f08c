package hydrate

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/spool"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// selectionBuffer is how many bytes of a selection are written, or read, at once.
const selectionBuffer = 64 << 10

// Selection is what is wanted of an index, in the order wanted: read once, and kept outside of memory, so that
// it can be counted before the first record is fetched. It may be walked several times.
type Selection struct {
	lines *spool.Spool
	// Count is how many entries were selected.
	Count int
}

// selectedLine is an entry of a selection as it is kept: by what its record is fetched, or why it cannot be.
type selectedLine struct {
	ID    string `json:"id,omitempty"`
	Fault string `json:"fault,omitempty"`
}

// Select reads the entries that are wanted. It ends with their first error.
func Select(entity *api.Entity, entries iter.Seq2[record.Record, error]) (*Selection, error) {
	s := &Selection{lines: spool.New(spool.DefaultMemory)}
	err := s.read(entity, entries)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Selection) read(entity *api.Entity, entries iter.Seq2[record.Record, error]) error {
	buffer := bufio.NewWriterSize(s.lines, selectionBuffer)
	lines := json.NewEncoder(buffer)
	for entry, err := range entries {
		if err != nil {
			return err
		}
		s.Count++
		var line selectedLine
		if line.ID, err = service.ID(entity, entry); err != nil {
			line.Fault = fmt.Sprintf("entry %s of the list: %s", text.Count(s.Count), err)
		}
		if err := lines.Encode(line); err != nil {
			return fmt.Errorf("keeping what is to be fetched: %w", err)
		}
	}
	if err := buffer.Flush(); err != nil {
		return fmt.Errorf("keeping what is to be fetched: %w", err)
	}
	return nil
}

// Wanted walks the records to fetch, each with its place among them, from 1 on. An error ends it.
func (s *Selection) Wanted() iter.Seq2[service.Wanted, error] {
	return func(yield func(service.Wanted, error) bool) {
		lines := json.NewDecoder(bufio.NewReaderSize(s.lines.Reader(), selectionBuffer))
		for place := 1; place <= s.Count; place++ {
			var line selectedLine
			if err := lines.Decode(&line); err != nil {
				if errors.Is(err, io.EOF) {
					err = io.ErrUnexpectedEOF
				}
				yield(service.Wanted{}, fmt.Errorf("reading what is to be fetched: %w", err))
				return
			}
			wanted := service.Wanted{ID: line.ID, Listed: true, Line: place}
			if line.Fault != "" {
				wanted.Err = errors.New(line.Fault)
			}
			if !yield(wanted, nil) {
				return
			}
		}
	}
}

// Close gives back what holds the selection.
func (s *Selection) Close() error { return s.lines.Close() }

package sheet

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/aimsio-cli/aimsio/internal/api/check"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/spool"
)

// farRows holds the rows of records that do not follow one another.
type farRows struct {
	spool *spool.Spool
	// records are where the rows of each record stand, in the order of their first rows.
	records [][]span
	// broken are rows that cannot be read.
	broken []error
}

// span is a place among what was kept aside.
type span struct {
	at     int64
	length int
}

// keptRow is a row as it is kept aside.
type keptRow struct {
	Line        int
	Record, Raw []byte
	Cells       []byte        `json:",omitempty"`
	Faults      []check.Fault `json:",omitempty"`
}

func (l *List) keepAside(rows iter.Seq2[input.Item, error]) (*farRows, error) {
	f := &farRows{spool: spool.New(spool.DefaultMemory)}
	groups := newGroups()
	for row, err := range rows {
		if _, broken := errors.AsType[*input.Error](err); broken {
			f.broken = append(f.broken, err)
			continue
		}
		if err == nil {
			group, _ := groups.of(l.identities(row.Record))
			err = f.add(group, row)
		}
		if err != nil {
			return nil, errors.Join(err, f.close())
		}
	}
	return f, nil
}

func (f *farRows) add(group int, row input.Item) error {
	kept, err := json.Marshal(keptRow{Line: row.Line, Record: row.Record.Raw(), Cells: row.Cells.Raw(), Raw: row.Raw, Faults: row.Faults})
	if err != nil {
		return fmt.Errorf("keeping a row aside: %w", err)
	}
	if group == len(f.records) {
		f.records = append(f.records, nil)
	}
	f.records[group] = append(f.records[group], span{f.spool.Size(), len(kept)})
	if _, err := f.spool.Write(kept); err != nil {
		return fmt.Errorf("keeping a row aside: %w", err)
	}
	return nil
}

func (f *farRows) items(l *List, yield func(input.Item, error) bool) {
	for _, err := range f.broken {
		if !yield(input.Item{}, err) {
			return
		}
	}
	for _, spans := range f.records {
		rows := make([]input.Item, 0, len(spans))
		for _, at := range spans {
			row, err := f.read(at)
			if err != nil {
				yield(row, err)
				return
			}
			rows = append(rows, row)
		}
		if !yield(l.gathered(rows)) {
			return
		}
	}
}

func (f *farRows) read(at span) (row input.Item, err error) {
	text := make([]byte, at.length)
	var kept keptRow
	if read, err := f.spool.ReadAt(text, at.at); err != nil && (!errors.Is(err, io.EOF) || read < len(text)) {
		return row, fmt.Errorf("reading a row that was kept aside: %w", err)
	}
	if err := json.Unmarshal(text, &kept); err != nil {
		return row, fmt.Errorf("reading a row that was kept aside: %w", err)
	}
	row = input.Item{Line: kept.Line, Raw: kept.Raw, Faults: kept.Faults}
	if row.Record, err = record.New(kept.Record); err == nil && len(kept.Cells) > 0 {
		row.Cells, err = record.New(kept.Cells)
	}
	return row, err
}

func (f *farRows) close() error { return f.spool.Close() }

package store

import (
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// Write is a call that writes.
type Write struct {
	Entity    *api.Entity
	Operation *api.Operation
	// ID is that of the path, "" where the path names no record.
	ID string
	// Now is in epoch milliseconds.
	Now int64
	// Records are to be written, Delete takes away the one of the path.
	Records []jsontext.Value
	Delete  bool
}

// Problem is what was wrong with one record of a write.
type Problem struct {
	// Record is the record's number in the body, from 1.
	Record int
	Field  string
	// key names the record as people know it: `employeeCode "E-0003"`, or is empty.
	key     string
	message string
}

// Text tells of the record, the field and what is wrong.
func (p Problem) Text() string {
	text := "record " + strconv.Itoa(p.Record)
	if p.key != "" {
		text += " (" + p.key + ")"
	}
	if p.Field != "" {
		text += ": " + p.Field
	}
	return text + ": " + p.message
}

// Refusal is why a write was not carried out.
type Refusal struct {
	Problems []Problem
	// Missing says that the path names a record that is not there.
	Missing bool
}

// Written is the records of a write that was carried out.
type Written struct {
	dataset  *Dataset
	table    *table
	ordinals []int
}

// Len is their number.
func (w Written) Len() int { return len(w.ordinals) }

// AppendStub appends the index entry of one of them.
func (w Written) AppendStub(dst []byte, i int) []byte {
	return w.dataset.indexEntry(dst, w.table, w.ordinals[i])
}

// AppendWhole appends one of them as it is fetched.
func (w Written) AppendWhole(dst []byte, i int) []byte {
	return w.dataset.whole(dst, w.table, w.ordinals[i])
}

// Write carries out a write: all its records, or none where one of them is refused. What was written is
// handed to done before anybody else can change it. The error says that it could not be kept.
func (s *Store) Write(w Write, done func(Written)) (*Refusal, error) {
	var refusal *Refusal
	err := s.change(func(d *Dataset) []change {
		refusal = nil
		x := &writer{dataset: d, table: d.of(w.Entity.Resource), operation: w.Operation, now: w.Now, id: w.ID}
		if w.Delete {
			x.delete()
		}
		for i, rec := range w.Records {
			x.write(i+1, rec)
		}
		if len(x.problems) > 0 {
			x.undoAll()
			refusal = &Refusal{Problems: x.problems, Missing: x.missing}
			return nil
		}
		done(Written{dataset: d, table: x.table, ordinals: x.ordinals})
		changes := make([]change, 0, len(x.ordinals))
		for _, ordinal := range x.ordinals {
			changes = append(changes, x.table.change(ordinal))
		}
		return changes
	})
	if err != nil {
		return nil, err
	}
	return refusal, nil
}

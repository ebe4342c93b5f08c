package output

import (
	"errors"
	"io"

	"github.com/aimsio-cli/aimsio/internal/text"
	"github.com/aimsio-cli/aimsio/internal/timetext"
	"github.com/aimsio-cli/aimsio/internal/xlsx"
)

// Workbook is an Excel workbook with the records of several writers, each of which has a sheet, and further ones for
// the lists in its records.
type Workbook struct {
	book *xlsx.Workbook
	// zoned tells that the zone of the times is noted.
	zoned  bool
	notice func(string)
}

// NewWorkbook begins a workbook. notice, if set, is told what the workbook could not hold.
func NewWorkbook(w io.Writer, notice func(string)) *Workbook {
	return &Workbook{book: xlsx.NewWorkbook(w), notice: notice}
}

// Writer makes a writer of records into a sheet that is named by Options.Sheet. All writers must be closed before
// the workbook is, in the order in which their sheets shall stand.
func (b *Workbook) Writer(o Options) (Writer, error) {
	o.Format = XLSX
	if err := CheckFields(o.Columns, o.Fields); err != nil {
		return nil, err
	}
	if o.Columns != nil {
		return b.sheet(o, o.Columns), nil
	}
	return b.gathered(o), nil
}

// Close writes the workbook.
func (b *Workbook) Close() error {
	err := b.book.Close()
	if n := b.book.Cut(); n > 0 && b.notice != nil {
		b.notice(text.Counted(n, "text") + " longer than the 32,767 characters that a cell of Excel holds: " +
			"only the beginning is in the workbook, and the cell says so")
	}
	return err
}

// Drop gives back what was kept aside, and writes nothing.
func (b *Workbook) Drop() error { return b.book.Drop() }

// gathered keeps records aside until all columns and lists are known.
func (b *Workbook) gathered(o Options) Writer {
	var g *gather
	g = newGather(o, func(names []string) Writer {
		if len(names) == 0 {
			names = o.Default // without a record there is a header all the same
		}
		if len(o.Front) == 0 || o.Only != nil {
			return b.sheet(o, names)
		}
		return b.withLists(o, names, g.paths.rowLists())
	})
	return g
}

// noteZone notes once in which zone the times are.
func (b *Workbook) noteZone(zones timetext.Zones) {
	if !b.zoned {
		b.zoned = true
		b.book.SetTimeZone(timetext.Describe(zones.OfTimes()))
	}
}

// oneWorkbook is a workbook with the records of one writer.
type oneWorkbook struct {
	Writer

	book *Workbook
}

func newXLSX(w io.Writer, o Options) (Writer, error) {
	book := NewWorkbook(w, o.Notice)
	records, err := book.Writer(o)
	if err != nil {
		return nil, err
	}
	return &oneWorkbook{Writer: records, book: book}, nil
}

// Close ends the sheet and writes the workbook, unless the sheet is at fault.
func (o *oneWorkbook) Close() error {
	if err := o.Writer.Close(); err != nil {
		return errors.Join(err, o.book.book.Drop())
	}
	return o.book.Close()
}

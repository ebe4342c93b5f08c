package output

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"

	"github.com/aimsio-cli/aimsio/internal/excel"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// csvWriter writes CSV as of RFC 4180 for columns that are known.
type csvWriter struct {
	out      *buffer
	csv      *csv.Writer
	columns  *columns
	excel    bool
	header   bool
	terminal bool
	begun    bool
	row      []string
	cell     []byte
	// line is the row that is being written, where its end must be put in the place of csv's.
	line bytes.Buffer
}

// newCSV streams if the columns are named; else the header is the union over all records,
// which are kept aside until it is known.
func newCSV(w io.Writer, o Options) Writer {
	o.Format = CSV
	if o.Columns != nil {
		return newCSVOf(w, o, o.Columns)
	}
	return newGather(o, func(names []string) Writer {
		if len(names) == 0 {
			names = o.Default // without a record there is a header all the same
		}
		return newCSVOf(w, o, names)
	})
}

func newCSVOf(w io.Writer, o Options, names []string) *csvWriter {
	out := newBuffer(w)
	c := &csvWriter{
		out: out, csv: csv.NewWriter(out.w), // which takes the buffer as its own
		columns: newColumns(names, o), row: make([]string, len(names)),
		excel: o.Excel, header: o.Header, terminal: o.Terminal,
	}
	if o.Excel {
		c.csv = csv.NewWriter(&c.line)
	}
	return c
}

func (c *csvWriter) Write(r record.Record) error {
	if err := c.begin(); err != nil {
		return err
	}
	c.columns.read(r)
	for i, v := range c.columns.values {
		c.cell = c.columns.appendText(c.cell[:0], i)
		c.row[i] = string(c.cell)
		if c.excel && !c.columns.isTextOfTime(i) {
			c.row[i] = guardForExcel(c.row[i], v)
		}
	}
	if err := c.endRow(); err != nil {
		return err
	}
	return c.out.recordDone()
}

func (c *csvWriter) Close() error {
	if err := c.begin(); err != nil {
		return err
	}
	if err := c.out.flush(); err != nil {
		return err
	}
	return c.columns.check()
}

func (c *csvWriter) Settled() bool { return c.columns.settled() }

// begin writes once what stands before the first row.
func (c *csvWriter) begin() error {
	if c.begun || len(c.columns.names) == 0 {
		return nil
	}
	c.begun = true
	if c.excel {
		if err := c.out.write([]byte("\ufeff")); err != nil {
			return err
		}
	}
	if !c.header {
		return nil
	}
	for i, name := range c.columns.names {
		if c.excel {
			name = excel.Guard(name)
		}
		c.row[i] = name
	}
	return c.endRow()
}

func (c *csvWriter) endRow() error {
	if c.terminal {
		for i, cell := range c.row {
			c.row[i] = text.SafeLines(cell)
		}
	}
	switch {
	case len(c.row) == 0:
		return nil
	case len(c.row) == 1 && c.row[0] == "":
		// encoding/csv would write a line with nothing on it, which its readers do not count as a row.
		return c.out.write([]byte("\"\"" + c.lineEnd()))
	}
	if err := c.csv.Write(c.row); err != nil {
		return fmt.Errorf("writing CSV: %w", err)
	}
	if !c.excel {
		return nil
	}
	// csv.Writer's own UseCRLF would change the line ends inside cells too.
	c.csv.Flush()
	defer c.line.Reset()
	return c.out.write(append(bytes.TrimSuffix(c.line.Bytes(), []byte("\n")), c.lineEnd()...))
}

func (c *csvWriter) lineEnd() string {
	if c.excel {
		return "\r\n"
	}
	return "\n"
}

package input

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/aimsio-cli/aimsio/internal/api/check"
)

// csvReader reads CSV.
type csvReader struct {
	content

	layout layout
	window *window
	csv    *csv.Reader
	root   *column
	// shift is the number of lines before the first that the CSV reader sees.
	shift int
	// end is the position after the last row.
	end int64
}

// newCSVReader reads up to the end of the header.
func newCSVReader(of content, t *decoded) (*csvReader, error) {
	head, _, err := t.head()
	if err != nil {
		return nil, of.failed(0, err)
	}
	separator, declared := separatorOf(head)
	c := &csvReader{content: of, layout: layout{separator: separator, marked: t.marked}}
	if declared {
		if c.layout.declaration, err = t.ReadString('\n'); err != nil {
			return nil, of.failed(1, errors.New("there is no header below the line that names the separator"))
		}
		c.shift = 1
	}
	c.window = newWindow(t, of.options.Limits)
	c.csv = csv.NewReader(c.window)
	c.csv.Comma, c.csv.FieldsPerRecord, c.csv.ReuseRecord = separator, -1, true
	cells, raw, line, err := c.row()
	if errors.Is(err, io.EOF) {
		return nil, of.failed(0, errEmptyTable())
	}
	if err != nil {
		return nil, unskippable(err)
	}
	c.layout.header = string(raw)
	c.layout.crlf = bytes.HasSuffix(c.window.text(c.window.start+int64(c.window.at), c.end), []byte("\r\n"))
	if c.layout.names, err = columnNames(cells); err == nil {
		c.layout.names, c.layout.leftOut, err = of.fieldsOf(c.layout.names)
	}
	if err == nil {
		c.root, err = columnTree(c.layout.names, separator, of.options)
	}
	if err != nil {
		return nil, of.failed(line, err)
	}
	return c, nil
}

// next gives the next row that has something in it. Rows of empty cells, which spreadsheets leave
// behind, carry nothing.
func (c *csvReader) next() (Item, error) {
	for {
		c.window.advance(c.end)
		cells, raw, line, err := c.row()
		if err != nil {
			return Item{}, err
		}
		if strings.Join(cells, "") == "" {
			continue
		}
		faults, err := c.fitRow(cells)
		if err != nil {
			return Item{}, &skippable{c.failed(line, err)}
		}
		item := Item{Line: line, Raw: raw, Faults: append(faults, c.root.ambiguous(cells)...)}
		if item.Record, err = c.record(c.root.appendObject(nil, cells)); err == nil {
			item.Cells, err = c.record(c.root.appendVerbatim(nil, cells))
		}
		if err != nil {
			return Item{}, &skippable{c.failed(line, err)}
		}
		return item, nil
	}
}

// row reads a row: its cells, which are valid until the next, its text and its line.
func (c *csvReader) row() (cells []string, raw []byte, line int, err error) {
	cells, err = c.csv.Read()
	if err != nil {
		return nil, nil, 0, c.explain(err)
	}
	line, _ = c.csv.FieldPos(0)
	line += c.shift
	begin := c.end
	c.end = c.csv.InputOffset()
	raw = withoutLineEnds(c.window.text(begin, c.end))
	if !utf8.Valid(raw) || bytes.IndexByte(raw, 0) >= 0 {
		return nil, nil, line, &skippable{c.failed(line, errors.New(`the text is not UTF-8; save the file as "CSV UTF-8"`))}
	}
	if cells, err = c.withLineEnds(cells, raw); err != nil {
		return nil, nil, line, &skippable{c.failed(line, err)}
	}
	return cells, raw, line, nil
}

// withLineEnds reads the cells of a row again where encoding/csv has changed a line end inside one:
// it makes a line feed of every carriage return and line feed. A carriage return before each of them
// is what it takes away.
func (c *csvReader) withLineEnds(cells []string, raw []byte) ([]string, error) {
	if !bytes.Contains(raw, []byte("\r\n")) {
		return cells, nil
	}
	again := csv.NewReader(bytes.NewReader(bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\r\r\n"))))
	again.Comma, again.FieldsPerRecord = c.csv.Comma, -1
	cells, err := again.Read()
	if err != nil {
		return nil, fmt.Errorf("reading the line ends of a cell: %w", err)
	}
	return cells, nil
}

// withoutLineEnds takes off blank lines before a row and the line end behind it.
func withoutLineEnds(raw []byte) []byte {
	for bytes.HasPrefix(raw, []byte("\n")) || bytes.HasPrefix(raw, []byte("\r\n")) {
		raw = raw[bytes.IndexByte(raw, '\n')+1:]
	}
	return bytes.TrimSuffix(bytes.TrimSuffix(raw, []byte("\n")), []byte("\r"))
}

func (c *csvReader) explain(err error) error {
	var parse *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		return io.EOF
	case errors.As(err, &parse):
		reason := `there is a " inside a cell that does not begin with one; quote the cell and double the " inside`
		if errors.Is(parse.Err, csv.ErrQuote) {
			reason = `a cell in quotes does not end, or goes on after its end; inside quotes " is doubled`
		}
		if parse.StartLine != parse.Line {
			reason += fmt.Sprintf(" (the row goes on to line %d)", parse.Line+c.shift)
		}
		return c.failed(parse.StartLine+c.shift, errors.New(reason))
	default:
		return c.failed(0, err)
	}
}

// fitRow compares a row with the header. Empty cells beyond it do no harm.
func (c *csvReader) fitRow(cells []string) ([]check.Fault, error) {
	names := c.layout.names
	if len(cells) < len(names) {
		return nil, fmt.Errorf("the row has %d cells, but the header has %d", len(cells), len(names))
	}
	if strings.Join(cells[len(names):], "") != "" {
		return nil, fmt.Errorf("the row has %d cells, but the header has %d; is one missing its quotes?", len(cells), len(names))
	}
	var faults []check.Fault
	for i, name := range names {
		if name == "" && !c.layout.leftOut[i] && strings.TrimSpace(cells[i]) != "" {
			faults = append(faults, check.Fault{Value: cells[i], Expected: fmt.Sprintf("a name above column %d, in the header", i+1)})
		}
	}
	return faults, nil
}

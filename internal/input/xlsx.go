package input

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/check"
	"github.com/aimsio-cli/aimsio/internal/text"
	"github.com/aimsio-cli/aimsio/internal/timetext"
	"github.com/aimsio-cli/aimsio/internal/xlsx"
)

// isWorkbook tells whether the input is a workbook, by what is asked for, its ending or its beginning.
func (f *File) isWorkbook() (bool, error) {
	asked := f.options.Format
	if asked == "" {
		asked, _ = formatByEnding(f.source.path)
	}
	head, err := f.beginning()
	switch isZip := string(head) == workbookMark; {
	case err != nil:
		return false, f.failed(0, err)
	case asked == XLSX && isZip, f.options.Format == "" && isZip:
		return true, nil
	case asked == XLSX && string(head) != oldWorkbookMark:
		return false, f.failed(0, errors.New("this is no Excel workbook"))
	default:
		return false, nil
	}
}

// beginning gives the first bytes.
func (f *File) beginning() ([]byte, error) {
	r, err := f.source.open()
	if err != nil {
		return nil, &readError{err}
	}
	head := make([]byte, len(workbookMark))
	n, err := io.ReadFull(r, head)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	if err = errors.Join(err, r.Close()); err != nil {
		return nil, &readError{err}
	}
	return head[:n], nil
}

// unchanged refuses a file that is no longer the one that was opened.
func (f *File) unchanged() error {
	r, err := f.source.open()
	if err == nil {
		err = r.Close()
	}
	if err != nil {
		return f.failed(0, &readError{err})
	}
	return nil
}

// table is the sheet of a workbook that is read.
type table struct {
	content

	book   *xlsx.Book
	sheet  xlsx.SheetInfo
	layout layout
	root   *column
	// types are those of the fields of the columns.
	types []api.Type
	// first is the row of the heads.
	first int
	close func() error
}

// openTable opens the workbook, chooses the sheet and reads its heads.
func (f *File) openTable() (*table, error) {
	r, size, err := f.source.random()
	if err != nil {
		return nil, f.failed(0, &readError{err})
	}
	book, err := xlsx.Open(r, size, xlsx.DefaultLimits())
	if err != nil {
		return nil, errors.Join(f.failed(0, err), r.Close())
	}
	t := &table{content: f.content, book: book, close: func() error { return errors.Join(book.Close(), r.Close()) }}
	if err := t.open(); err != nil {
		return nil, errors.Join(err, t.close())
	}
	return t, nil
}

func (t *table) open() error {
	if name := t.book.TimeZone(); name != "" {
		zone, err := timetext.Described(name)
		if err != nil {
			return t.failed(0, err)
		}
		t.options.Zones.Time = zone
	}
	if err := t.choose(); err != nil {
		return err
	}
	t.name += ", sheet " + text.OneLine(t.sheet.Name)
	t.content.sheet = true
	return t.readHeads()
}

// choose finds the sheet: the one that is asked for, the first that is named like the entity, or the only one with
// anything in it.
func (t *table) choose() error {
	var names, full []string
	for _, sheet := range t.book.Sheets() {
		if t.options.Sheet != "" && strings.EqualFold(sheet.Name, t.options.Sheet) {
			t.sheet = sheet
			return nil
		}
		if sheet.Hidden {
			continue
		}
		names = append(names, sheet.Name)
	}
	if t.options.Sheet != "" {
		return &OpenError{fmt.Errorf("%s has no sheet %q; it has %s", t.name, t.options.Sheet, strings.Join(names, ", "))}
	}
	for _, sheet := range t.book.Sheets() {
		if sheet.Hidden {
			continue
		}
		if slices.ContainsFunc(t.options.SheetNames, func(name string) bool { return strings.EqualFold(name, sheet.Name) }) {
			t.sheet = sheet
			return t.refuseFurther(names)
		}
	}
	for _, sheet := range t.book.Sheets() {
		has, err := t.hasRows(sheet)
		if err != nil {
			return err
		}
		if has && !sheet.Hidden {
			t.sheet = sheet
			full = append(full, sheet.Name)
		}
	}
	switch len(full) {
	case 0:
		return t.failed(0, errEmptyTable())
	case 1:
		return nil
	default:
		return &OpenError{fmt.Errorf("%s has the sheets %s: --sheet says which one to read", t.name, strings.Join(full, ", "))}
	}
}

// refuseFurther refuses to read only the first of the sheets that records were written to one behind the other.
func (t *table) refuseFurther(names []string) error {
	next := t.sheet.Name + " (2)"
	if !slices.Contains(names, next) {
		return nil
	}
	return &OpenError{fmt.Errorf("%s goes on from the sheet %s in %s: read one after the other with --sheet", t.name, t.sheet.Name, next)}
}

func (t *table) hasRows(sheet xlsx.SheetInfo) (bool, error) {
	rows, err := t.book.Rows(sheet)
	if err == nil {
		_, err = rows.Next()
		err = errors.Join(err, rows.Close())
	}
	if errors.Is(err, io.EOF) {
		return false, nil
	}
	if err != nil {
		return false, t.failed(0, err)
	}
	return true, nil
}

// readHeads takes the first row that has anything in it for the names of the columns.
func (t *table) readHeads() error {
	rows, err := t.book.Rows(t.sheet)
	if err != nil {
		return t.failed(0, err)
	}
	defer func() { _ = rows.Close() }() // nothing was written
	row, err := rows.Next()
	if errors.Is(err, io.EOF) {
		return t.failed(0, errEmptyTable())
	}
	if err != nil {
		return t.failed(0, err)
	}
	t.first = row.Number
	heads := make([]string, row.Values[len(row.Values)-1].Column+1)
	for _, value := range row.Values {
		if value.Fault != "" {
			return t.failed(row.Number, fmt.Errorf("the head in %s: %s", xlsx.Place(value.Column, row.Number), value.Fault))
		}
		heads[value.Column] = value.Text
	}
	if err := t.refuseMerged(len(heads)); err != nil {
		return err
	}
	if t.layout.names, err = columnNames(heads); err == nil {
		t.layout.names, t.layout.leftOut, err = t.fieldsOf(t.layout.names)
	}
	if err == nil {
		t.root, err = columnTree(t.layout.names, ',', t.options)
	}
	if err != nil {
		return t.failed(row.Number, err)
	}
	t.layout.heads = heads
	t.root.exact()
	t.types = make([]api.Type, len(t.layout.names))
	for i, name := range t.layout.names {
		if field, known := api.Find(t.options.Fields, name); known {
			t.types[i] = field.Type
		}
	}
	return nil
}

// refuseMerged refuses merged cells among those that are read: only the first of them has a value.
func (t *table) refuseMerged(columns int) error {
	merged, err := t.book.Merged(t.sheet)
	if err != nil {
		return t.failed(0, err)
	}
	for _, cells := range merged {
		if cells.FirstColumn >= columns || cells.LastRow < t.first {
			continue
		}
		what := "so that only the first of them has a value; unmerge them and fill in the others"
		if cells.FirstRow <= t.first {
			what = "and the heads of columns cannot be: the first row must name a field above each column"
		}
		return t.failed(cells.FirstRow, fmt.Errorf("the cells %s are merged, %s", cells.Name, what))
	}
	return nil
}

// exact takes the cells of all columns as they are, without the guards that CSV needs.
func (c *column) exact() {
	c.verbatim = true
	for _, m := range c.members {
		m.exact()
	}
}

// sheetReader reads the rows below the heads.
type sheetReader struct {
	*table

	rows  *xlsx.Rows
	cells []string
}

func (t *table) reader() (*sheetReader, error) {
	rows, err := t.book.Rows(t.sheet)
	if err != nil {
		return nil, t.failed(0, err)
	}
	return &sheetReader{table: t, rows: rows, cells: make([]string, len(t.layout.names))}, nil
}

// next gives the next row that has something in it.
func (s *sheetReader) next() (Item, error) {
	for {
		row, err := s.rows.Next()
		switch {
		case errors.Is(err, io.EOF):
			return Item{}, io.EOF
		case err != nil:
			return Item{}, s.failed(0, err)
		case row.Number > s.first:
			return s.item(row)
		}
	}
}

func (s *sheetReader) item(row xlsx.Row) (Item, error) {
	clear(s.cells)
	item := Item{Line: row.Number}
	var broken []string
	for i, value := range row.Values {
		value = s.meant(value)
		row.Values[i] = value
		place := xlsx.Place(value.Column, row.Number)
		switch {
		case value.Column >= len(s.cells):
			broken = append(broken, fmt.Sprintf("there is no head above %s, which holds %q", place, text.Shorten(value.Text, 40)))
			continue
		case s.layout.leftOut[value.Column] || s.layout.names[value.Column] == ReasonColumn:
			continue
		case value.Fault != "":
			broken = append(broken, fmt.Sprintf("the cell %s: %s", place, value.Fault))
			continue
		case s.layout.names[value.Column] == "":
			item.Faults = append(item.Faults, check.Fault{Value: value.Text, Expected: "a name above " + place + ", in the row of the heads"})
			continue
		case xlsx.IsCut(value.Text):
			broken = append(broken, fmt.Sprintf("the cell %s holds only the beginning of a text that was too long for it; "+
				"take the column out, or give the whole text in another format", place))
			continue
		}
		s.cells[value.Column] = value.Text
		if s.types[value.Column] == api.String && (value.Kind == xlsx.Day || value.Kind == xlsx.Time) {
			item.Faults = append(item.Faults, check.Fault{
				Path: s.layout.names[value.Column], Value: value.Text, Warning: true,
				Expected: "a text, and the cell holds a date, which Excel may have made of it",
			})
		}
	}
	if broken != nil {
		return Item{}, &skippable{s.failed(row.Number, errors.New(strings.Join(broken, "; ")))}
	}
	var err error
	if item.Raw, err = json.Marshal(row.Values); err != nil {
		return Item{}, fmt.Errorf("keeping a row: %w", err)
	}
	if item.Record, err = s.record(s.root.appendObject(nil, s.cells)); err == nil {
		item.Cells, err = s.record(s.root.appendVerbatim(nil, s.cells))
	}
	if err != nil {
		return Item{}, &skippable{s.failed(row.Number, err)}
	}
	return item, nil
}

// meant gives of a cell that shows a day and holds a time what its field takes: a field of times the time, any other what
// a person sees.
func (s *sheetReader) meant(value xlsx.Value) xlsx.Value {
	if value.Exact != "" && value.Column < len(s.types) && s.types[value.Column] == api.Time {
		value.Kind, value.Text = xlsx.Time, value.Exact
	}
	value.Exact = ""
	return value
}

// randomFile reads from any place of a source.
type randomFile interface {
	io.ReaderAt
	io.Closer
}

// random gives the bytes for reading from any place.
func (s *source) random() (randomFile, int64, error) {
	if s.spool != nil {
		return kept{s.spool}, s.spool.Size(), nil
	}
	r, err := s.open()
	if err != nil {
		return nil, 0, err
	}
	file, ok := r.(*os.File)
	if !ok {
		return nil, 0, errors.Join(errors.New("the file cannot be read from any place"), r.Close())
	}
	return file, s.size, nil
}

// kept is what the source closes itself.
type kept struct{ io.ReaderAt }

func (kept) Close() error { return nil }

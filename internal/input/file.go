package input

import (
	"errors"
	"fmt"
	"io"
	"iter"
)

// File is an input that can be gone through several times. It is not for several goroutines.
type File struct {
	content

	format Format
	source *source
	// layout is what the beginning of a CSV file tells.
	layout layout
	// table is the sheet of a workbook, nil for other formats.
	table *table
}

// Open prepares the reading of a file, or of stdin if the path is "-". What can be read but once
// is kept aside, in a temporary file if it is large. Of CSV the header is read, so that a fault in
// it shows here. Faults of the content are *Error.
func Open(path string, stdin io.Reader, o Options) (*File, error) {
	f := &File{content: content{name: o.Name, options: o}}
	f.options.Limits = o.Limits.WithDefaults()
	if f.name == "" {
		f.name = path
		if path == "-" {
			f.name = "standard input"
		}
	}
	src, err := newSource(path, stdin)
	if err != nil {
		return nil, fmt.Errorf("opening the input: %w", err)
	}
	f.source = src
	if err := f.detectFormat(); err != nil {
		return nil, errors.Join(err, src.close())
	}
	return f, nil
}

// detectFormat finds out the format and what the beginning tells.
func (f *File) detectFormat() error {
	workbook, err := f.isWorkbook()
	if err != nil {
		return err
	}
	if workbook {
		f.format = XLSX
		if f.table, err = f.openTable(); err == nil {
			f.name = f.table.name
		}
		return err
	}
	return f.withText(func(t *decoded) error {
		head, whole, err := t.head()
		if err != nil {
			return f.failed(0, err)
		}
		f.format = f.options.Format
		if f.format == "" {
			f.format, _ = formatByEnding(f.source.path)
		}
		if f.format == "" {
			f.format = formatByContent(head, whole)
		}
		if f.format == "" {
			return f.failed(0, errors.New("it is empty"))
		}
		if f.format != CSV {
			if f.options.Heads.Any() {
				return &OpenError{fmt.Errorf("%s is %s, and --map says what the heads of CSV and Excel sheets mean", f.name, f.format)}
			}
			return nil
		}
		table, err := newCSVReader(f.content, t)
		if err != nil {
			return err
		}
		f.layout = table.layout
		return nil
	})
}

// withText opens the source for the time of a function.
func (f *File) withText(with func(*decoded) error) error {
	r, err := f.source.open()
	if err != nil {
		return f.failed(0, &readError{err})
	}
	t, err := newDecoded(r)
	if err != nil {
		err = f.failed(0, err)
	} else {
		err = with(t)
	}
	if closing := r.Close(); closing != nil && err == nil {
		err = f.failed(0, &readError{closing})
	}
	return err
}

// Name is how messages name the input, with the sheet of a workbook.
func (f *File) Name() string { return f.name }

// Columns names those of a table by the fields that they mean; of other formats there are none.
func (f *File) Columns() []string {
	if f.table != nil {
		return f.table.layout.names
	}
	return f.layout.names
}

// Close gives back what was kept aside.
func (f *File) Close() error {
	if f.table != nil {
		return errors.Join(f.table.close(), f.source.close())
	}
	return f.source.close()
}

// Records goes through the records from the first on, each time it is ranged over. Memory does not
// grow with their number, except for those of one YAML document.
//
// An error is an *Error, unless the disk failed. After one that concerns a record alone, a row with
// the wrong number of cells or a line of NDJSON that is not valid, the loop may go on and is given
// the records that follow; after any other the sequence ends.
func (f *File) Records() iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		more := true
		err := f.withReader(func(reader itemReader) (err error) {
			for more && err == nil {
				var item Item
				item, err = reader.next()
				switch {
				case errors.Is(err, io.EOF):
					return nil
				case isSkippable(err):
					more, err = yield(Item{}, unskippable(err)), nil
				case err == nil:
					more = yield(item, nil)
				}
			}
			return err
		})
		if err != nil && more {
			yield(Item{}, err)
		}
	}
}

// itemReader reads one record after the other, and ends with io.EOF.
type itemReader interface {
	next() (Item, error)
}

// withReader goes through the records from the first on.
func (f *File) withReader(with func(itemReader) error) error {
	if f.table != nil {
		if err := f.unchanged(); err != nil {
			return err
		}
		reader, err := f.table.reader()
		if err != nil {
			return err
		}
		return errors.Join(with(reader), reader.rows.Close())
	}
	return f.withText(func(t *decoded) error {
		reader, err := f.newReader(t)
		if err != nil {
			return err
		}
		return with(reader)
	})
}

func (f *File) newReader(t *decoded) (itemReader, error) {
	switch f.format {
	case NDJSON:
		return newNDJSONReader(f.content, t), nil
	case YAML:
		return newYAMLReader(f.content, t), nil
	case CSV:
		return newCSVReader(f.content, t)
	default:
		return newJSONReader(f.content, t), nil
	}
}

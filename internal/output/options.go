package output

import (
	"errors"
	"fmt"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/page"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Options say how records are written.
type Options struct {
	Format Format
	// Columns are the field paths that the user asked for, in that order; nil means all fields,
	// or Default in a table. JSON, NDJSON and YAML then carry one flat member a column, named by
	// the path as it was given.
	Columns []string
	// Default are the columns of a table when the user names none. If it is nil too, the columns
	// are all leaf fields that any record has.
	Default []string
	// Keys are columns that a table neither cuts nor leaves out, Names those that it never leaves out and wraps, and
	// Reasons those that it wraps, in their column or below the row.
	Keys, Names, Reasons []string
	// Front are the columns that stand in front where the user names none and the format shows all fields, and
	// Only tells which others it shows; nil means all.
	Front []string
	Only  func(name string) bool
	// Fields is what the description knows of the records: their types and their order.
	Fields []api.Field
	// Sheet names the sheet of a workbook, and Prefix puts that name before those of the sheets of its lists.
	Sheet  string
	Prefix bool
	// Notes puts what the description says of each field at the head of its column in a sheet.
	Notes bool
	// Header asks for the header row of a table, a CSV file or a sheet.
	Header bool
	// Excel writes CSV so that Excel neither runs nor changes a cell.
	Excel bool
	// Time is how times are written.
	Time Times
	// Single writes one object instead of an array (JSON, YAML), or a list of fields and values
	// instead of a row (table).
	Single bool
	// Sections, where it is set, shows one record in a table by its parts; not with Columns.
	Sections *Sections
	// Width is the number of columns of the terminal; 0 means that nothing in a table gives way.
	Width int
	// Color makes the header of a table bold.
	Color bool
	// Terminal tells that a terminal reads the output: characters that could act on it are then
	// written as escapes (JSON, NDJSON, YAML) or shown as Safe shows them (CSV). A table never
	// carries them.
	Terminal bool
	// Heading says on a page of HTML what it shows.
	Heading page.Heading
	// Notice, if set, is told in one line what a table could not show.
	Notice func(string)
	// hidden, if set, is told instead which columns a table has no room for.
	hidden func(names []string)
}

func (o Options) notice(format string, args ...any) {
	if o.Notice != nil {
		o.Notice(fmt.Sprintf(format, args...))
	}
}

// Writer takes records one by one and writes them in a format.
type Writer interface {
	// Write takes one record, whose bytes it does not keep.
	Write(r record.Record) error
	// Close writes what is left, so that the output is whole and valid however many records
	// came. It returns an *UnknownFieldError if one of Options.Columns is known neither to the
	// description nor to any of the records (unless there were none). It does not close the underlying writer.
	Close() error
	// Settled tells that Close will find no column unknown: each is described, or some record had it.
	Settled() bool
}

// Noter is a Writer that shows below its records what is to be said of them, such as how many are left out.
type Noter interface {
	// Note takes a line, before Close.
	Note(line string)
}

// errMoreThanOne refuses a second record where Options.Single says that there is one.
func errMoreThanOne() error {
	return errors.New("one record was to be written, and there is a second")
}

// Package input reads records that a user hands over, as JSON, NDJSON, YAML, CSV or an Excel workbook, from a file or
// from standard input, and gives each with the line where it begins. It types cells and times by
// the API description. Whether a record is right is for internal/api to say; no server, no
// configuration and no terminal comes in here.
package input

import (
	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/check"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// Options say how an input is to be read. The zero value reads what can be told from the content.
type Options struct {
	// Name is how errors name the input; empty means its path, or "standard input".
	Name string
	// Format is empty where the ending of the path or else the content tells.
	Format Format
	// Wrapper is the member around the records in the API's own bodies, such as "jobList". An object
	// with that one member is unwrapped; any other object is one record.
	Wrapper string
	// Fields are what is known of the records; cells and times are typed by them.
	Fields []api.Field
	// Sheet is the sheet of a workbook to read. Where it is empty, one of SheetNames counts, else the only one with rows.
	Sheet      string
	SheetNames []string
	// Heads are those of a table that mean other fields than they name, and AnyHeads takes a table of which hardly any head
	// is a field.
	Heads    Heads
	AnyHeads bool
	// Zones are those of times that name none, and of days.
	Zones timetext.Zones
	// Limits keep a damaged or hostile input from filling the memory. Their size is that of a record,
	// of a line of NDJSON, a row of CSV and a YAML document, which is read as a whole.
	Limits record.Limits
}

// Item is one record of an input. It owns its bytes.
type Item struct {
	// Line is where the record begins in the input, from 1 on.
	Line int
	// Record is the record as JSON, typed by the description. What could not be typed is in it as
	// text, so that nothing is lost and api.Check finds it.
	Record record.Record
	// Cells is the record of a row of CSV or of a sheet with each cell as the text that it is, for AsIn. It is empty for
	// the other formats, which say themselves of what kind a value is.
	Cells record.Record
	// Raw is the record in the form in which the input has it, in UTF-8: the CSV row, the JSON text,
	// the YAML mapping, without the line end behind it. Of a sheet it is what rejects are written from.
	Raw []byte
	// Faults are those that the record no longer shows, and that api.Check cannot find: a member
	// that stands twice, a cell in a column without a name, a number that can be read in two ways.
	Faults []check.Fault
	// Rows are those that were gathered into the record, where each row of the input is an element of one of its
	// lists; nil where the record is one of the input.
	Rows []Item
}

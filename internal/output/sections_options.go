package output

import (
	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Sections say how one record is shown in a table: its fields, then each of its objects, then each of its lists, below a
// head of its own.
type Sections struct {
	// Title names the fields that a record is called by, at its head.
	Title []string
	// All shows fields that hold nothing too.
	All bool
	// Columns puts the columns of a list's elements in order and tells which of them are neither cut nor left out.
	Columns func(list string, elements []record.Record, columns []string) (ordered, keys []string)
	// Joined are records that belong to the one, shown below it.
	Joined []Joined
}

// Joined are records of one kind with the columns of their table.
type Joined struct {
	Name                 string
	Fields               []api.Field
	Columns, Keys, Names []string
	Records              []record.Record
}

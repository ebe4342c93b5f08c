package views

import "github.com/aimsio-cli/aimsio/internal/api"

// SQL writes what differs in views from database to database. A root is the JSON value that a path
// starts from.
type SQL interface {
	// Name makes a name that can be written without quotes.
	Name(path string) string
	// Source is the JSON of the record o.
	Source() string
	// Value is what stands at a path, as a column of that type, and Type the type's name.
	Value(root string, path []string, kind api.Type) string
	Type(kind api.Type) string
	// Second is the type of a second column, where one of a type cannot hold all values of a field.
	Second(kind api.Type) (api.Type, bool)
	// Elements gives the rows of a list, by an alias; Element gives the value and the position in such a row.
	Elements(root string, path []string, alias string) string
	Element(alias string) (root, position string)
	// Time is a column of epoch milliseconds as a time.
	Time(column string) string
	// Kind is the JSON type of what stands at a path, null for nothing, and Kinds are the names of the
	// types of whole numbers and of texts. Plain is the value itself, as a number or a text.
	Kind(root string, path []string) string
	Kinds() (whole, text string)
	Plain(root string, path []string, numeric bool) string
	// NotASCII is a condition that a text holds other characters than those of ASCII, and LowerCase the
	// text of ASCII without regard to letter case; ByCode orders texts by code point.
	NotASCII(text string) string
	LowerCase(text string) string
	ByCode(text string) string
}

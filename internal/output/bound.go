package output

import (
	"slices"
	"strconv"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Bound is what a filter asks of a field in terms that a database knows, so that it can leave records
// out beforehand. It says nothing of values of another kind: those are for the filter itself.
type Bound struct {
	// Path leads to the field through objects alone.
	Path record.Path
	// Numeric tells which of the two holds: a number that is whole must stand to Number as Op says, one
	// of = < <= > >=; or a text must be Text.
	Numeric bool
	Op      string
	Number  int64
	Text    string
}

// Bound gives the filter in terms of a database. It is false where the filter has none.
func (f Filter) Bound() (Bound, bool) {
	if f.value.empty() || !throughObjects(f.fields, f.path) {
		return Bound{}, false
	}
	bound := Bound{Path: f.path, Op: string(f.op), Text: f.value.text}
	switch f.value.rank {
	case rankNumber:
		number, err := strconv.ParseInt(f.value.text, 10, 64)
		bound.Numeric, bound.Number = true, number
		return bound, err == nil && (f.op == equal || f.op.orders())
	case rankText:
		// A replacement character in a record may stand for bytes that a database compares as they are.
		return bound, f.op == equal && f.typ == api.String && !strings.ContainsRune(f.value.text, '\uFFFD')
	default:
		return Bound{}, false
	}
}

// throughObjects tells whether a described path leads through objects alone, to a plain value.
func throughObjects(fields []api.Field, path record.Path) bool {
	for i, step := range path {
		at := slices.IndexFunc(fields, func(f api.Field) bool { return f.Name == step })
		if at < 0 || i < len(path)-1 && fields[at].Type != api.Object {
			return false
		}
		if i == len(path)-1 {
			return fields[at].Type != api.Object && fields[at].Type != api.Array
		}
		fields = fields[at].Fields
	}
	return false
}

// Sortable gives the path of a key to sort by, and the direction, where it leads through objects to a
// plain value, so that a database may do the sorting.
func Sortable(key string, fields []api.Field) (path record.Path, descending, ok bool) {
	name, descending := strings.CutPrefix(strings.TrimSpace(key), "-")
	path = record.ParsePath(name)
	return path, descending, throughObjects(fields, path)
}

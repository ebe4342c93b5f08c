package output

import (
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// lookup finds what the description says of a path, in which a number stands for an element of a list and
// any other step leads into every element. through is the first list that the path leads through in
// this way, as far as it is described; it is empty where there is none.
func lookup(fields []api.Field, path record.Path) (field *api.Field, through record.Path, found bool) {
	for i, step := range path {
		if field != nil && field.Type == api.Array {
			if isNumber(step) {
				element := *field
				element.Type, element.Items = field.Items, ""
				field = &element
				continue
			}
			if through == nil {
				through = path[:i]
			}
		}
		at := slices.IndexFunc(fields, func(f api.Field) bool { return f.Name == step })
		if at < 0 {
			return nil, through, false
		}
		field = &fields[at]
		fields = field.Fields
	}
	return field, through, field != nil
}

func isNumber(step string) bool { return step != "" && strings.Trim(step, "0123456789") == "" }

// Described tells whether the description has the field at a dotted path.
func Described(path string, fields []api.Field) bool {
	_, _, found := lookup(fields, record.ParsePath(path))
	return found
}

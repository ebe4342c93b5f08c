package input

import (
	"slices"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api/check"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// jsonItem makes an item of the text of one JSON value, which it then owns.
func (c content) jsonItem(raw []byte, t *typer) (Item, error) {
	r, err := c.record(raw)
	if err != nil {
		return Item{}, err
	}
	item := Item{Raw: raw}
	if !record.Value(raw).IsValid() {
		// The text was read, so the only thing left that can be wrong is a name that stands twice.
		item.Faults = repeated(nil, raw)
	}
	item.Record, err = t.record(r)
	return item, err
}

// repeated finds members that stand more than once in their object.
func repeated(path record.Path, v record.Value) []check.Fault {
	var faults []check.Fault
	switch v.Kind() {
	case jsontext.KindBeginObject:
		seen := map[string]bool{}
		for name, member := range record.Members(v) {
			at := slices.Concat(path, record.Path{name})
			if seen[name] {
				faults = append(faults, repeatedFault(at, member))
			}
			seen[name] = true
			faults = append(faults, repeated(at, member)...)
		}
	case jsontext.KindBeginArray:
		n := 0
		for element := range record.Elements(v) {
			faults = append(faults, repeated(append(path, strconv.Itoa(n)), element)...)
			n++
		}
	}
	return faults
}

// longestShown is how many characters of a value a fault shows.
const longestShown = 60

func repeatedFault(at record.Path, v record.Value) check.Fault {
	return check.Fault{Path: at.String(), Value: text.Shorten(record.Text(v), longestShown), Expected: "one value; the record has the field more than once"}
}

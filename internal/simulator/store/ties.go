package store

import (
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/simulator/data"
)

// untied stands for a reference that was set to null.
const untied = -1

// find looks for the record that a value refers to, and refuses the value where there is none or
// where it does not meet the reference's condition.
func (x *writer) find(f *api.Field, text, path string) (ordinal int, found bool) {
	ref := f.RefersTo
	target := x.dataset.of(ref.Resource)
	if target == nil {
		return 0, false
	}
	ordinal, found = target.byField(ref.Field, text)
	if found && ref.Where != "" {
		c := data.ReadCondition(ref.Where)
		found = c.Met(record.Text(x.dataset.value(nil, target.Kind, target.Member(c.Field), ordinal)))
	}
	if !found {
		what := ref.Role
		if what == "" {
			what = target.Entity.Title
		}
		x.refuse(path, strconv.Quote(text)+" is not the "+ref.Field+" of an existing "+what)
	}
	return ordinal, found
}

// ties finds which records the given members refer to, by link. Of several fields of one link the
// first that is given counts.
func (x *writer) ties(given memberList) map[*data.Link]int {
	tied := map[*data.Link]int{}
	for _, m := range x.table.Plain {
		value, has := given.get(m.Field.Name)
		if _, already := tied[m.Link]; m.Link == nil || m.Field.ReadOnly || !has || already {
			continue
		}
		if given.missing(m.Field.Name) {
			tied[m.Link] = untied
			continue
		}
		target := x.dataset.tables[m.Link.Target]
		if ordinal, found := target.byField(m.Field.RefersTo.Field, record.Text(value)); found {
			tied[m.Link] = ordinal
		}
	}
	return tied
}

// tie sets all fields of the links that a write touches, so that code, GUID and name keep telling
// of the same record.
func (x *writer) tie(fields *memberList, tied map[*data.Link]int) {
	for i := range x.table.Plain {
		m := &x.table.Plain[i]
		ordinal, touched := tied[m.Link]
		switch {
		case m.Link == nil || !touched:
		case ordinal == untied:
			fields.set(m.Field.Name, jsontext.Value("null"))
		default:
			target := m.Link.Target
			fields.set(m.Field.Name, x.dataset.value(nil, target, target.Member(m.Field.RefersTo.Field), ordinal))
		}
	}
}

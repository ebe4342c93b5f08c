package simulator

import (
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// untied stands for a reference that was set to null.
const untied = -1

// find looks for the record that a value refers to, and refuses the value where there is none or
// where it does not meet the reference's condition.
func (x *writer) find(f *api.Field, text, path string) (ordinal int, found bool) {
	ref := f.RefersTo
	target, known := x.world.kinds[ref.Resource]
	if !known {
		return 0, false
	}
	ordinal, found = target.byField(ref.Field, text)
	if found && ref.Where != "" {
		c := readCondition(ref.Where)
		found = c.met(record.Text(x.world.value(nil, target, target.byName[c.field], ordinal)))
	}
	if !found {
		what := ref.Role
		if what == "" {
			what = target.entity.Title
		}
		x.refuse(path, strconv.Quote(text)+" is not the "+ref.Field+" of an existing "+what)
	}
	return ordinal, found
}

// ties finds which records the given members refer to, by link. Of several fields of one link the
// first that is given counts.
func (x *writer) ties(given memberList) map[*link]int {
	tied := map[*link]int{}
	for _, m := range x.kind.plain {
		value, has := given.get(m.field.Name)
		if _, already := tied[m.link]; m.link == nil || m.field.ReadOnly || !has || already {
			continue
		}
		if given.missing(m.field.Name) {
			tied[m.link] = untied
			continue
		}
		if ordinal, found := m.link.target.byField(m.field.RefersTo.Field, record.Text(value)); found {
			tied[m.link] = ordinal
		}
	}
	return tied
}

// tie sets all fields of the links that a write touches, so that code, GUID and name keep telling
// of the same record.
func (x *writer) tie(fields *memberList, tied map[*link]int) {
	for i := range x.kind.plain {
		m := &x.kind.plain[i]
		ordinal, touched := tied[m.link]
		switch {
		case m.link == nil || !touched:
		case ordinal == untied:
			fields.set(m.field.Name, jsontext.Value("null"))
		default:
			target := m.link.target
			fields.set(m.field.Name, x.world.value(nil, target, target.byName[m.field.RefersTo.Field], ordinal))
		}
	}
}

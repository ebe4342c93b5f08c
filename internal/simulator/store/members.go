package store

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/simulator/data"
)

// memberList is a JSON object taken apart, in order.
type memberList []jsonMember

type jsonMember struct {
	name  string
	value jsontext.Value
}

// membersOf takes an object apart; of two members with one name the later counts.
func membersOf(object jsontext.Value) memberList {
	var list memberList
	for name, value := range record.Members(object) {
		list.set(name, value)
	}
	return list
}

func (l memberList) get(name string) (jsontext.Value, bool) {
	for i := range l {
		if l[i].name == name {
			return l[i].value, true
		}
	}
	return nil, false
}

func (l *memberList) set(name string, value jsontext.Value) {
	for i := range *l {
		if (*l)[i].name == name {
			(*l)[i].value = value
			return
		}
	}
	*l = append(*l, jsonMember{name: name, value: value})
}

func (l memberList) appendTo(dst []byte) []byte {
	dst = append(dst, '{')
	for i := range l {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(data.Quote(dst, l[i].name), ':')
		dst = append(dst, l[i].value...)
	}
	return append(dst, '}')
}

// merge lays the members of a change over those that are there: objects are merged member by
// member, everything else is replaced.
func (l *memberList) merge(change memberList) {
	for _, m := range change {
		before, has := l.get(m.name)
		if has && before.Kind() == jsontext.KindBeginObject && m.value.Kind() == jsontext.KindBeginObject {
			inner := membersOf(before)
			inner.merge(membersOf(m.value))
			l.set(m.name, inner.appendTo(nil))
			continue
		}
		l.set(m.name, m.value)
	}
}

// missing tells whether a member is absent, null or an empty text.
func (l memberList) missing(name string) bool {
	value, has := l.get(name)
	return !has || value.Kind() == jsontext.KindNull || string(value) == `""`
}

package answer

import (
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// entrySays reads the entry of a record, or of none that is known.
func (x *reading) entrySays(entry jsontext.Value, i int) statement {
	switch entry.Kind() {
	case jsontext.KindString:
		if _, name := x.find.byKeyOrGUID(record.Text(entry)); name {
			return statement{}
		}
		return x.texts.says(record.Text(entry), false)
	case jsontext.KindFalse:
		return statement{bad, "false"}
	case jsontext.KindBeginObject:
		echo := x.looksLikeRecord(entry, i)
		said := x.speak(entry, func(name string, v jsontext.Value) (statement, bool) {
			if !echo || !x.isField(name, i) {
				return statement{}, false
			}
			return x.fieldSays(name, v, i), true
		}, 0)
		if said.claim == partly {
			said.claim = bad
		}
		return said
	default:
		return statement{}
	}
}

// fieldSays judges a field of a record that is named like a statement of the server, such as a status.
// It is the record's own, unless one word is its name and it is not what was sent.
func (x *reading) fieldSays(name string, v jsontext.Value, i int) statement {
	if i == noRecord || len(wordsIn(name)) > 1 {
		return statement{}
	}
	value, sent := x.sent[i].Body.Get(record.Path{name})
	if !sent || record.Equal(value, v) {
		return statement{}
	}
	if said := x.says(x.roleOf(name), v); said.claim > good {
		return statement{open, fmt.Sprintf("%s is %s", name, record.Text(v))}
	}
	return statement{}
}

// looksLikeRecord tells whether an object is a record or its entry of the index.
func (x *reading) looksLikeRecord(object jsontext.Value, i int) bool {
	entry, err := record.New(object)
	if err != nil {
		return false
	}
	own := 0
	for name := range record.Members(object) {
		if x.isField(name, i) {
			own++
		}
	}
	return x.anyGUID(entry) != "" || own > 1
}

// isField tells whether the records have a member of this name.
func (x *reading) isField(name string, i int) bool {
	if _, described := api.Find(x.entity.Fields, name); described {
		return true
	}
	if i == noRecord {
		return false
	}
	if _, sent := x.sent[i].Body.Get(record.Path{name}); sent {
		return true
	}
	before := x.sent[i].Before
	if before == nil {
		return false
	}
	_, had := before.Get(record.Path{name})
	return had
}

// guids gives what entries call their GUIDs, "" where they do not. Numbers that may be places in the
// list are none, and nor is what several entries have, such as the number of the call.
func (x *reading) guids(entries []jsontext.Value) []string {
	ids := make([]string, len(entries))
	places := x.operation.Body != api.BodyRecord // which is no list
	times := map[string]int{}
	for i, entry := range entries {
		r, err := record.New(entry)
		if err != nil {
			continue
		}
		var sure bool
		ids[i], sure = x.guidOf(r)
		times[ids[i]]++
		_, known := x.find.byGUID(ids[i])
		places = places && !sure && !known && (ids[i] == "" || x.find.mayBePlace(ids[i]))
	}
	for i, id := range ids {
		if places || times[id] > 1 || id == "0" {
			ids[i] = ""
		}
	}
	return ids
}

// guidOf gives what an entry calls its GUID. It is sure where that can be nothing else, such as a place
// in the list.
func (x *reading) guidOf(entry record.Record) (id string, sure bool) {
	if id = record.FirstScalar(entry, x.entity.GUID); id != "" && !strings.EqualFold(x.entity.GUID, "id") {
		return id, true
	}
	text, _ := entry.Get(record.Path{"guid"})
	id = x.anyGUID(entry)
	return id, id != "" && text.Kind() == jsontext.KindString && record.Text(text) == id
}

// anyGUID gives what an entry has in the place of a GUID.
func (x *reading) anyGUID(entry record.Record) string {
	return record.FirstScalar(entry, "guid", "id", x.entity.GUID)
}

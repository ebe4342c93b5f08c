package answer

import (
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// finder finds the record that a part of an answer speaks of, by what names it there.
type finder struct {
	entity *api.Entity
	sent   []Sent
	// byKey holds the records by the fields that people know them by, as "field=value", and byID by their
	// GUIDs, as api.PlainID has them; several records under one name are none.
	byKey, byID map[string]int
}

func newFinder(entity *api.Entity, sent []Sent) *finder {
	f := &finder{entity: entity, sent: sent, byKey: map[string]int{}, byID: map[string]int{}}
	add := func(names map[string]int, name string, i int) {
		if other, taken := names[name]; taken && other != i {
			i = noRecord
		}
		names[name] = i
	}
	for i, r := range sent {
		for _, field := range entity.Key {
			if value, ok := r.Body.Get(record.Path{field}); ok {
				if text := record.Scalar(value); text != "" {
					add(f.byKey, field+"="+text, i)
				}
			}
		}
		if r.Key != "" && r.Key != r.ID {
			add(f.byKey, "="+r.Key, i)
		}
		for _, id := range []string{r.ID, record.FirstScalar(r.Body, entity.GUID)} {
			if id != "" {
				add(f.byID, api.PlainID(id), i)
			}
		}
	}
	return f
}

func lookUp(names map[string]int, name string) (int, bool) {
	i, ok := names[name]
	return i, ok && i != noRecord
}

// byGUID finds the record with a GUID, in whatever letter case the server repeats it.
func (f *finder) byGUID(text string) (int, bool) { return lookUp(f.byID, api.PlainID(text)) }

// byKeyOrGUID finds the record with a key or a GUID.
func (f *finder) byKeyOrGUID(text string) (int, bool) {
	if i, ok := lookUp(f.byKey, "="+text); ok {
		return i, true
	}
	return f.byGUID(text)
}

// of finds the record that an entry of a list is about by its key or its GUID. The entry may hold the
// record as a member of its own.
func (f *finder) of(entry jsontext.Value) (int, bool) {
	switch entry.Kind() {
	case jsontext.KindString:
		return f.byKeyOrGUID(record.Text(entry))
	case jsontext.KindNumber:
		if text := record.Text(entry); !f.mayBePlace(text) {
			return f.byKeyOrGUID(text)
		}
	case jsontext.KindBeginObject:
		if i, ok := f.ofObject(entry); ok {
			return i, true
		}
		for _, value := range record.Members(entry) {
			if i, ok := f.ofObject(value); ok {
				return i, true
			}
		}
	default:
	}
	return noRecord, false
}

func (f *finder) ofObject(object jsontext.Value) (int, bool) {
	for name, value := range record.Members(object) {
		text := record.Scalar(value)
		if text == "" {
			continue
		}
		i, ok := noRecord, false
		switch {
		case slices.Contains(f.entity.Key, name):
			i, ok = lookUp(f.byKey, name+"="+text)
		case name == f.entity.GUID:
			i, ok = f.byGUID(text)
		case namesRecord(name):
			if i, ok = f.byGUID(text); !ok && !f.mayBePlace(text) {
				i, ok = f.byKeyOrGUID(text)
			}
		}
		if ok {
			return i, true
		}
	}
	return noRecord, false
}

// namesAnother tells whether an entry says by key or GUID that it is of a record which was not sent.
func (f *finder) namesAnother(entry jsontext.Value, i int) bool {
	for name, value := range record.Members(entry) {
		text := record.Scalar(value)
		switch {
		case text == "":
		case slices.Contains(f.entity.Key, name):
			if _, has := f.sent[i].Body.Get(record.Path{name}); has {
				return true // or it would have been found
			}
		case name == f.entity.GUID, name == "guid":
			if f.sent[i].ID != "" {
				return true
			}
		}
	}
	return false
}

// namesRecord tells whether servers call the name of a record so.
func namesRecord(name string) bool {
	switch strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(name)) {
	case "guid", "id", "key", "recordkey", "recordid", "recordguid", "identifier", "externalid", "reference", "uuid", "code", "number":
		return true
	}
	return false
}

// mayBePlace tells whether a text could be the place of a record among those that were sent.
func (f *finder) mayBePlace(text string) bool {
	const digits = 10 // more records go out with no call
	if text == "" || len(text) > digits || strings.Trim(text, "0123456789") != "" {
		return false
	}
	number := 0
	for _, digit := range text {
		number = number*10 + int(digit-'0')
	}
	return number <= len(f.sent)
}

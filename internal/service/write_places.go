package service

import (
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// rowFinder finds the row that a part of an answer speaks of, by what names it there.
type rowFinder struct {
	entity *api.Entity
	rows   []*row
	// byKey holds the rows by the fields that people know them by, as "field=value", and byID by their
	// GUIDs; several rows under one name are none.
	byKey, byID map[string]int
}

// noRow stands for a name that several rows have, or none.
const noRow = -1

func newRowFinder(entity *api.Entity, rows []*row) *rowFinder {
	f := &rowFinder{entity: entity, rows: rows, byKey: map[string]int{}, byID: map[string]int{}}
	add := func(names map[string]int, name string, i int) {
		if other, taken := names[name]; taken && other != i {
			i = noRow
		}
		names[name] = i
	}
	for i, r := range rows {
		for _, field := range entity.Key {
			if value, ok := r.change.Body.Get(record.Path{field}); ok {
				if text := scalarText(value); text != "" {
					add(f.byKey, field+"="+text, i)
				}
			}
		}
		if r.change.Key != "" && r.change.Key != r.change.ID {
			add(f.byKey, "="+r.change.Key, i)
		}
		for _, id := range []string{r.change.ID, firstText(r.change.Body, entity.GUID)} {
			if id != "" {
				add(f.byID, id, i)
			}
		}
	}
	return f
}

func lookUp(names map[string]int, name string) (int, bool) {
	i, ok := names[name]
	return i, ok && i != noRow
}

// named finds the row with a key or a GUID.
func (f *rowFinder) named(text string) (int, bool) {
	if i, ok := lookUp(f.byKey, "="+text); ok {
		return i, true
	}
	return lookUp(f.byID, text)
}

// of finds the row that an entry of a list is about by its key or its GUID. The entry may hold the
// record as a member of its own.
func (f *rowFinder) of(entry jsontext.Value) (int, bool) {
	switch entry.Kind() {
	case jsontext.KindString:
		return f.named(record.Text(entry))
	case jsontext.KindNumber:
		if text := record.Text(entry); !f.mayBePlace(text) {
			return f.named(text)
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
	return noRow, false
}

func (f *rowFinder) ofObject(object jsontext.Value) (int, bool) {
	for name, value := range record.Members(object) {
		text := scalarText(value)
		if text == "" {
			continue
		}
		i, ok := noRow, false
		switch {
		case slices.Contains(f.entity.Key, name):
			i, ok = lookUp(f.byKey, name+"="+text)
		case name == f.entity.GUID:
			i, ok = lookUp(f.byID, text)
		case namesRecord(name):
			if i, ok = lookUp(f.byID, text); !ok && !f.mayBePlace(text) {
				i, ok = f.named(text)
			}
		}
		if ok {
			return i, true
		}
	}
	return noRow, false
}

// strange tells whether an entry says by key or GUID that it is of a record which was not sent.
func (f *rowFinder) strange(entry jsontext.Value, i int) bool {
	for name, value := range record.Members(entry) {
		text := scalarText(value)
		switch {
		case text == "":
		case slices.Contains(f.entity.Key, name):
			if _, has := f.rows[i].change.Body.Get(record.Path{name}); has {
				return true // or it would have been found
			}
		case name == f.entity.GUID, name == "guid":
			if f.rows[i].change.ID != "" {
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

// mayBePlace tells whether a text could be the place of a row among those that were sent.
func (f *rowFinder) mayBePlace(text string) bool {
	const digits = 10 // more rows go out with no call
	if text == "" || len(text) > digits || strings.Trim(text, "0123456789") != "" {
		return false
	}
	number := 0
	for _, digit := range text {
		number = number*10 + int(digit-'0')
	}
	return number <= len(f.rows)
}

// placeNamed tells whether a member of an entry says at which place its record stood: an index counts
// from 0, a row or line from 1 as far as nothing speaks against it.
func placeNamed(name string) (base int, is bool) {
	switch strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(name)) {
	case "index", "idx", "position", "offset", "recordindex", "itemindex", "rowindex", "entryindex", "arrayindex":
		return 0, true
	case "row", "line", "rownumber", "linenumber", "recordnumber", "itemnumber", "lineno", "rowno", "rownum", "linenum":
		return 1, true
	}
	return 0, false
}

// place is where an entry says that its record stood.
type place struct {
	number, base int
	has          bool
}

func placeOf(entry jsontext.Value) place {
	for name, value := range record.Members(entry) {
		base, is := placeNamed(name)
		if !is {
			continue
		}
		if number, ok := wholeNumber(value); ok {
			return place{int(number), base, true}
		}
	}
	return place{}
}

// places finds the rows of entries by the places that they tell. A 0 shows that they count from 0, the
// number of the rows that they count from 1. doubt holds for each entry the row that is meant if rows
// and lines count from 0 all the same.
func (f *rowFinder) places(entries []jsontext.Value) (rows, doubt []int) {
	found := make([]place, len(entries))
	fromZero, fromOne := false, false
	for i, entry := range entries {
		found[i] = placeOf(entry)
		fromZero = fromZero || found[i].has && found[i].number == 0
		fromOne = fromOne || found[i].has && found[i].number == len(f.rows)
	}
	rows, doubt = make([]int, len(entries)), make([]int, len(entries))
	for i, p := range found {
		rows[i], doubt[i] = noRow, noRow
		if !p.has || fromZero && fromOne {
			continue
		}
		base := p.base
		switch {
		case fromZero:
			base = 0
		case fromOne:
			base = 1
		case base == 1:
			doubt[i] = p.number
		}
		if at := p.number - base; at >= 0 && at < len(f.rows) {
			rows[i] = at
		}
	}
	return rows, doubt
}

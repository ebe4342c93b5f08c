package transfer

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/change"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Fit completes a cleaned record by the one that the other environment has of it. A list is written as a whole, so
// its elements get back what belongs to that environment, such as identifiers; elements are told by their own keys.
func (c *Cleaner) Fit(by *change.Comparer, cleaned, own record.Record) record.Record {
	return c.fitObject(by, cleaned, own, "", c.entity.Fields)
}

func (c *Cleaner) fitObject(by *change.Comparer, cleaned, own record.Record, above string, fields []api.Field) record.Record {
	fitted := cleaned
	for name, value := range cleaned.Fields() {
		field, _ := api.Direct(fields, name)
		theirs, has := own.Get(record.Path{name})
		if !has || theirs.Kind() != value.Kind() {
			continue
		}
		var changed jsontext.Value
		switch value.Kind() {
		case jsontext.KindBeginArray:
			changed = c.fitList(by, value, theirs, above+name, fieldsOf(field))
		case jsontext.KindBeginObject:
			inner, err := record.New(value)
			other, also := record.New(theirs)
			if err == nil && also == nil {
				changed = c.fitObject(by, inner, other, above+name+".", fieldsOf(field)).Raw()
			}
		}
		if changed != nil {
			fitted, _ = record.Set(fitted, record.Path{name}, changed) // it is there, and what is set is JSON
		}
	}
	return fitted
}

// fitList completes the elements of a list by those of the same keys. It gives nil where they have none.
func (c *Cleaner) fitList(by *change.Comparer, list, theirs jsontext.Value, path string, fields []api.Field) jsontext.Value {
	elements, others := elementsOf(list), elementsOf(theirs)
	was, is, keyed := by.Keys(path, others, elements)
	if !keyed {
		return nil
	}
	there := make(map[string]record.Record, len(was))
	for i, key := range was {
		if one, err := record.New(others[i]); err == nil {
			there[key] = one
		}
	}
	for i, key := range is {
		own, has := there[key]
		element, err := record.New(elements[i])
		if !has || err != nil {
			continue
		}
		whole := c.fitObject(by, element, own, path+".", fields)
		elements[i] = c.withOwn(whole, own, path+".", fields).Raw()
	}
	return listOf(elements)
}

// withOwn gives an element what the same element of the other environment has that belongs there. An identifier of
// another record goes with what names that record, and is left out where that is another one now.
func (c *Cleaner) withOwn(element, own record.Record, above string, fields []api.Field) record.Record {
	kept := record.Pick(own, func(name string) bool {
		if _, given := element.Get(record.Path{name}); given {
			return true
		}
		return c.stays(own, above, fields, name) != goes && c.meansTheSame(element, own, name, above, fields)
	})
	merged, err := record.Merge(kept, element)
	if err != nil {
		return element
	}
	return merged
}

// meansTheSame tells whether what stands beside an identifier, and says what it means, is the same in both.
func (c *Cleaner) meansTheSame(element, own record.Record, name, above string, fields []api.Field) bool {
	same := func(other string) bool {
		given, has := element.Get(record.Path{other})
		theirs, _ := own.Get(record.Path{other})
		return !has || record.Equal(given, theirs)
	}
	field, _ := api.Direct(fields, name)
	if field != nil {
		if to, by := c.references.of(c.entity, above+name, field); to != nil {
			for i := range fields {
				other, beside := c.references.of(c.entity, above+fields[i].Name, &fields[i])
				if other == to && beside.Role == by.Role && api.IsKey(to, beside.Field) && !same(fields[i].Name) {
					return false
				}
			}
			return true
		}
	}
	stem, is := guidStem(name, field)
	for other := range own.Fields() {
		if is && other != name && names(stem, other) && !same(other) {
			return false
		}
	}
	return true
}

func elementsOf(list jsontext.Value) []jsontext.Value {
	var elements []jsontext.Value
	for element := range record.Elements(list) {
		elements = append(elements, element)
	}
	return elements
}

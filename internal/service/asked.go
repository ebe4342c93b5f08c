package service

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// asked is a record that was asked for. It alone decides whether an answer is that record: one that is
// another's, or an error with the status of a success, must not be shown, stored or sent back.
type asked struct {
	entity *api.Entity
	id     string
	// listed says that the id comes from the server's index, so that a key which reads the same is
	// that of another record.
	listed bool
}

// fault says why an object is not the record, "" if it is.
func (a asked) fault(r record.Record) string {
	field, known := api.Find(a.entity.Fields, a.entity.GUID)
	if !known || a.entity.GUID == "" {
		if !a.describes(r) {
			return "it has no field of one"
		}
		return ""
	}
	guids := memberTexts(r, a.entity.GUID)
	switch {
	case len(guids) == 0 && field.Certainty == api.Assumed && a.identified(r):
		return ""
	case len(guids) == 0:
		return "it has no " + a.entity.GUID
	case a.askedByKey(r), !slices.ContainsFunc(guids, func(guid string) bool { return !api.SameID(guid, a.id) }):
		return ""
	}
	return fmt.Sprintf("its %s is %s", a.entity.GUID, strconv.Quote(guids[len(guids)-1]))
}

// askedByKey tells whether the record was asked for by one of its keys.
func (a asked) askedByKey(r record.Record) bool {
	return !a.listed && slices.ContainsFunc(a.entity.Key, func(key string) bool { return record.FirstScalar(r, key) == a.id })
}

// identified tells whether some identifier in a record is the one that was asked for. What the
// description only assumes may be called otherwise.
func (a asked) identified(r record.Record) bool {
	for name, value := range r.Fields() {
		lower := strings.ToLower(name)
		if strings.HasSuffix(lower, "id") && !isErrorMember(name) && api.SameID(record.Scalar(value), a.id) {
			return true
		}
	}
	return false
}

// describes tells whether the description knows a member of an object, beside those that an error
// has too. Of a record whose members it does not know, any other will do.
func (a asked) describes(r record.Record) bool {
	own := slices.DeleteFunc(slices.Clone(a.entity.Fields), func(f api.Field) bool {
		return isErrorMember(f.Name) && !slices.Contains(a.entity.Key, f.Name)
	})
	if len(own) == 0 {
		own = a.entity.Fields
	}
	for name := range r.Fields() {
		if len(own) == 0 && !isErrorMember(name) || slices.ContainsFunc(own, func(f api.Field) bool { return f.Name == name }) {
			return true
		}
	}
	return false
}

// unwrap gives the record in the envelope that the description knows, or a fault.
func unwrap(o *api.Operation, raw jsontext.Value) (found record.Record, fault string) {
	whole, err := record.New(raw)
	if err != nil || o.Wrapper == "" {
		return whole, textOf(err)
	}
	inner, has := whole.Get(record.Path{o.Wrapper})
	if !has {
		return whole, "it has no member " + o.Wrapper
	}
	if only, one := onlyElement(inner); one && o.ListOfOne {
		inner = only
	}
	if inner.Kind() != jsontext.KindBeginObject {
		return whole, fmt.Sprintf("its %s is %s", o.Wrapper, record.Describe(inner))
	}
	found, err = record.New(inner)
	return found, textOf(err)
}

// onlyElement gives the element of an array that has no other.
func onlyElement(raw jsontext.Value) (only jsontext.Value, one bool) {
	if raw.Kind() != jsontext.KindBeginArray {
		return nil, false
	}
	count := 0
	for element, err := range record.Array(bytes.NewReader(raw), record.Limits{}) {
		if count++; err != nil || count > 1 {
			return nil, false
		}
		only = slices.Clone(element.Raw())
	}
	return only, count == 1
}

func textOf(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

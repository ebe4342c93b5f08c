package service

import (
	"slices"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// Sent is a record that was written, to be verified.
type Sent struct {
	// Line is where the record stands in its file, from 1.
	Line int
	// Key is what people call the record. GUID is empty where it is not known: the record is
	// then found by the key that Body carries.
	Key, GUID string
	Body      record.Record
	// Before is the record as it was read before it was written, nil where it was not. Place is the
	// caller's own. All of it comes back with the record.
	Before *record.Record
	Place  int
	// Pending says that the server took the change to carry it out later.
	Pending bool
}

// Verified is a record as it was read back.
type Verified struct {
	Sent
	// Differences are the fields that the server did not keep: Old is what was sent, New what
	// the server has, nil where it has nothing. Fields that were not sent do not count.
	Differences []record.Difference
	// Err says why the record could not be read back: a *client.Error of kind client.NotFound
	// where its GUID leads nowhere, ErrNotFound where its key does.
	Err error
}

// compared makes the verdict on a record from its reading back.
func compared(entity *api.Entity, sent Sent, fetched Fetched) Verified {
	v := Verified{Sent: sent, Err: fetched.Err}
	if v.Err == nil {
		v.Differences = slices.DeleteFunc(notKept(nil, "", sent.Body, fetched.Record), func(d record.Difference) bool { return sameTime(entity, d) })
	}
	return v
}

// sameTime tells whether what differs is only how a time or a day is written: the server has the text of the
// milliseconds that were sent.
func sameTime(entity *api.Entity, d record.Difference) bool {
	field, known := api.Find(entity.Fields, d.Path)
	if !known || !field.Type.Epoch() {
		return false
	}
	sent, one := timetext.FromMillis(d.Old)
	kept, other := timetext.FromMillis(d.New)
	return one && other && sent.Equal(kept)
}

// notKept appends the fields of what was sent that differ in what was found. Null asks to clear a
// field, which is done where it is gone. The elements of arrays are compared like records, for
// the server adds fields of its own to them.
func notKept(dst []record.Difference, above string, sent, found record.Record) []record.Difference {
	for d := range record.Diff(sent, found) {
		if d.Old == nil || d.New == nil && record.Text(d.Old) == "" {
			continue
		}
		was, is := records(d.Old), records(d.New)
		if len(was) == 0 || len(was) != len(is) {
			dst = append(dst, record.Difference{Path: above + d.Path, Old: d.Old, New: d.New})
			continue
		}
		for i := range was {
			dst = notKept(dst, elementPath(above+d.Path, i), was[i], is[i])
		}
	}
	return dst
}

// records gives the objects of an array, or nothing where an element is something else.
func records(array jsontext.Value) []record.Record {
	var list []record.Record
	for element := range record.Elements(array) {
		r, err := record.New(element)
		if err != nil {
			return nil
		}
		list = append(list, r)
	}
	return list
}

// elementPath is the beginning of paths inside an element of an array.
func elementPath(array string, i int) string { return array + "." + strconv.Itoa(i) + "." }

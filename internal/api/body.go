package api

import (
	"net/http"
	"slices"
	"strings"
)

// BodyFields are the fields that a record may have which is given to a write: those that the body
// carries, by the names of the whole record, and the one that says which record is meant.
func (e *Entity) BodyFields(o *Operation) []Field {
	if o.Fields == nil {
		return e.Fields
	}
	fields := make([]Field, 0, len(o.Fields)+1)
	for _, f := range o.Fields {
		f.Name = e.InRecord(o, f.Name)
		fields = append(fields, f)
	}
	if _, has := Find(fields, e.GUID); has || e.GUID == "" || o.Verb == Create {
		return fields
	}
	if guid, has := Find(e.Fields, e.GUID); has {
		named := *guid
		named.ReadOnly = false
		fields = append([]Field{named}, fields...)
	}
	return fields
}

// InRecord gives the name in the whole record of a field of a body.
func (e *Entity) InRecord(o *Operation, name string) string {
	switch {
	case name == o.Status && name != "":
		return e.Status
	case name == o.GUID && name != "":
		return e.GUID
	default:
		return name
	}
}

// InBody gives the name that the body of a write has for a field of the whole record.
func (e *Entity) InBody(o *Operation, name string) string {
	switch {
	case o.Status != "" && name == e.Status:
		return o.Status
	case o.GUID != "" && name == e.GUID:
		return o.GUID
	default:
		return name
	}
}

// Carries tells whether the body of a write may hold a field of the whole record. What nobody knows
// may be what the server wants back, unless the body is known to take little.
func (e *Entity) Carries(o *Operation, name string) bool {
	if o.Fields == nil {
		f, known := Find(e.Fields, name)
		return !known || !f.ReadOnly
	}
	f, known := Find(o.Fields, e.InBody(o, name))
	if known {
		return !f.ReadOnly
	}
	_, elsewhere := Find(e.Fields, name)
	return !elsewhere && o.Verb != UpdateStatus
}

// Upserts tells whether creating a record that is there already may change it: one is guarded against that. Where there is
// another call to change one, POST makes a second record or refuses.
func (e *Entity) Upserts() bool {
	if e.UpsertsSaid {
		return true
	}
	if _, apart := e.Operation(Update); apart || e.UpdatesApart {
		return false
	}
	o, creates := e.Operation(Create)
	return !creates || o.Method == http.MethodPost && o.Body != BodyRecord
}

// Remade tells whether creating a record a second time changes nothing: where that is known to change a record that is
// there, or where it may and the user or the vendor names the key.
func (e *Entity) Remade() bool { return e.UpsertsSaid || e.KeySure && e.Upserts() }

// Repeatable tells whether a write that carries the keys of its records may be sent again after a lost answer: one
// that puts a record where its path says, or one whose key is known to be one. A key that was only told from
// its name may be no key to the server, and the record be made twice.
func (e *Entity) Repeatable(o *Operation) bool {
	switch o.Method {
	case http.MethodPut, http.MethodDelete:
		return o.NamesOne() || o.Verb != Create && e.KeySure
	case http.MethodPatch:
		return false
	default:
		return e.KeySure
	}
}

// Updating gives the operation that takes a whole record, changed, back: one of its own, or the one
// that creates where that is known to change a record which is there, and the record can say which one it is.
func (e *Entity) Updating() (*Operation, bool) {
	if o, ok := e.Operation(Update); ok {
		return o, true
	}
	o, ok := e.Operation(Create)
	if !ok || e.GUID == "" || !e.UpsertsSaid {
		return nil, false
	}
	fields := e.Fields
	if o.Fields != nil {
		fields = o.Fields
	}
	guid, has := Find(fields, e.GUID)
	return o, has && !guid.ReadOnly && (e.readAt(o.Path) || e.holdsAll(fields))
}

// readAt tells whether a path is that at which the records are read, in the singular or the plural.
func (e *Entity) readAt(path string) bool {
	return slices.ContainsFunc(e.Operations, func(o Operation) bool {
		at, _, _ := strings.Cut(o.Path, "/{")
		return (o.Verb == List || o.Verb == Get) && Singular(at) == Singular(path)
	})
}

// holdsAll tells whether a write has all fields of a record that can be written, so that a write at
// another path than the records' own loses nothing of them.
func (e *Entity) holdsAll(fields []Field) bool {
	return !slices.ContainsFunc(e.Fields, func(f Field) bool {
		_, has := Find(fields, f.Name)
		return !has && !f.ReadOnly
	})
}

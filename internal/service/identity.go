package service

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// errNoID says that an index entry cannot be fetched.
var errNoID = errors.New("the index entry has neither guid nor id")

// ID finds what the record behind an index entry is fetched by, as text or number: the field that the whole record
// calls its GUID, or its guid or id where that can mean the same. Where the API has no call for a whole
// record, nothing is fetched, and a key tells records apart as well.
func ID(entity *api.Entity, entry record.Record) (string, error) {
	id := record.FirstScalar(entry, idNames(entity)...)
	if id == "" && fetchless(entity) {
		id = record.FirstScalar(entry, entity.Key...)
	}
	if id == "" {
		return "", errNoID
	}
	return id, nil
}

// Identifiable tells whether the entries of a list say which record each of them is, as far as the
// description knows.
func Identifiable(entity *api.Entity) bool {
	if !fetchless(entity) || len(entity.Index) == 0 {
		return true
	}
	names := append(idNames(entity), entity.Key...)
	return slices.ContainsFunc(entity.Index, func(f api.Field) bool { return slices.Contains(names, f.Name) })
}

// idNames are what an entry may call the identifier of its record, the surest first. A short guid or id is that of a
// field such as jobGuid of a JobOrder, and not of a code or of an externalId.
func idNames(entity *api.Entity) []string {
	if entity.GUID == "" {
		return []string{"guid", "id"}
	}
	names := []string{entity.GUID}
	plain := api.PlainName(entity.GUID)
	for _, word := range []string{"guid", "uuid", "id"} {
		owner, is := strings.CutSuffix(plain, word)
		if is && (entity.Resource == "" || strings.HasPrefix(api.PlainName(entity.Resource), owner) || strings.HasPrefix(api.PlainName(entity.Title), owner)) {
			return append(names, shortNames(entity)...)
		}
	}
	return names
}

// shortNames are the names that an entry may have for an identifier instead of its own: those that no field of the
// whole record has, which would be another number of it.
func shortNames(entity *api.Entity) []string {
	return slices.DeleteFunc([]string{"guid", "id"}, func(name string) bool { _, other := api.Direct(entity.Fields, name); return other })
}

func fetchless(entity *api.Entity) bool {
	_, has := entity.Operation(api.Get)
	return !has
}

// ChangedAt tells when the record behind an index entry was last changed: by its updatedAt, or by the field
// that the whole record has for it; in epoch milliseconds, or as RFC 3339. ok is false where it
// does not say.
func ChangedAt(entity *api.Entity, entry record.Record) (at time.Time, ok bool) {
	for _, name := range []string{"updatedAt", entity.UpdatedAt} {
		value, has := entry.Get(record.Path{name})
		if !has || name == "" {
			continue
		}
		if changed, ok := timetext.FromJSON(value); ok {
			return changed, true
		}
	}
	return time.Time{}, false
}

// MissingID is a GUID that no record has: what it is asked for, the server answers without data.
const MissingID = "00000000-0000-0000-0000-000000000000"

// memberTexts gives the texts and numbers of a member, which a careless server may send twice.
func memberTexts(r record.Record, name string) []string {
	var texts []string
	for member, value := range r.Fields() {
		if text := record.Scalar(value); member == name && text != "" {
			texts = append(texts, text)
		}
	}
	return texts
}

package compile

import (
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// ownName is the plain name of a field without that of its resource: status of thingStatus in a Thing.
func ownName(field, resource string) string {
	plain := api.PlainName(field)
	rest, own := strings.CutPrefix(plain, plainSingular(resource))
	if own && rest != "" {
		return rest
	}
	return plain
}

// firstOf finds the first field, of a kind, that is called as one of some words, the best word first, alone or
// behind the name of its resource.
func firstOf(fields []api.Field, resource string, fits func(*api.Field) bool, names ...string) string {
	for _, name := range names {
		for i := range fields {
			if f := &fields[i]; scalar(f) && fits(f) && ownName(f.Name, resource) == name {
				return f.Name
			}
		}
	}
	return ""
}

func anyScalar(*api.Field) bool { return true }

func statusField(fields []api.Field, resource string) (name, from string) {
	if name := firstOf(fields, resource, anyScalar, "status", "statusuname", "statuscode", "newstatus"); name != "" {
		return name, "its name"
	}
	closed := func(f *api.Field) bool { return f.Type == api.String && len(f.Enum) > 0 }
	if name := firstOf(fields, resource, closed, "state"); name != "" {
		return name, "its name and its fixed values"
	}
	return "", ""
}

// statusInBody finds the status in the body of a call for it, where "state" may be free text.
func statusInBody(fields []api.Field, resource string) string {
	if name, _ := statusField(fields, resource); name != "" {
		return name
	}
	return firstOf(fields, resource, anyScalar, "state", "newstate")
}

func updatedAtField(fields []api.Field, resource string) (name, from string) {
	timed := func(f *api.Field) bool { return f.Type != api.Boolean }
	name = firstOf(fields, resource, timed, "updatedat", "modifiedat", "changedat", "lastmodified", "lastupdated", "lastmodifiedat",
		"lastupdatedat", "updatedon", "modifiedon", "updatedate", "updateddate", "modifieddate", "updateddateutc", "updated", "modified")
	if name == "" {
		return "", ""
	}
	return name, "its name"
}

// keyField finds the field by which people know a record.
func keyField(fields []api.Field, resource string) (name, from string) {
	name = firstOf(fields, resource, anyScalar, "number", "code", "externalid", "name")
	if name == "" {
		return "", ""
	}
	return name, "its name, which says the resource's " + ownName(name, resource)
}

func scalar(f *api.Field) bool { return f.Type != api.Object && f.Type != api.Array }

// covers tells whether fields hold at least half of those of a body that can be written.
func covers(fields, body []api.Field) bool {
	writable := slices.DeleteFunc(slices.Clone(body), func(f api.Field) bool { return f.ReadOnly })
	held := 0
	for _, f := range writable {
		if _, has := api.Find(fields, f.Name); has {
			held++
		}
	}
	return held > 0 && 2*held >= len(writable)
}

package compile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// covers tells whether fields hold at least half of those of a record that can be written.
func covers(fields, whole []api.Field) bool {
	writable, held := 0, 0
	for i := range whole {
		if whole[i].ReadOnly {
			continue
		}
		writable++
		if _, has := api.Find(fields, whole[i].Name); has {
			held++
		}
	}
	return held > 0 && 2*held >= writable
}

// onlyStatus tells whether a write carries little else than a key and a status, of records that
// have more fields than that, and not simply all that there is to write of a small one.
func onlyStatus(written, record []api.Field) bool {
	const most = 3
	readOnly := func(f api.Field) bool { return f.ReadOnly }
	carried := slices.DeleteFunc(slices.Clone(written), readOnly)
	status, _ := statusField(carried)
	if len(carried) > most || len(record) <= len(carried) || status == "" {
		return false
	}
	guid, _ := guidField(carried, "", "")
	beside := func(f api.Field) bool { return f.Name != status && f.Name != guid }
	missing := func(f api.Field) bool { _, has := api.Find(carried, f.Name); return beside(f) && !f.ReadOnly && !has }
	return !slices.ContainsFunc(carried, beside) || slices.ContainsFunc(record, missing)
}

// namedField is the field that a parameter of a path is called as, "" where there is none.
func namedField(fields []api.Field, parameter string) string {
	i := slices.IndexFunc(fields, func(f api.Field) bool { return scalar(&f) && strings.EqualFold(f.Name, parameter) })
	if i < 0 || parameter == "" {
		return ""
	}
	return fields[i].Name
}

// Aimsio names fields by patterns. They stand in for what is not said about an entity that only an
// imported description knows. Each finder gives a field, "" where none fits, and from what it
// was inferred.

func guidField(fields []api.Field, parameter, resource string) (name, from string) {
	for i := range fields {
		if f := &fields[i]; parameter != "" && scalar(f) && strings.EqualFold(f.Name, parameter) {
			return f.Name, "the path parameter " + parameter
		}
	}
	candidates := slices.DeleteFunc(slices.Clone(fields), func(f api.Field) bool { return f.Type == api.Boolean || f.Type.Epoch() })
	for _, suffix := range []string{"guid", "uuid"} {
		if name := bySuffix(candidates, suffix); name != "" {
			return name, fmt.Sprintf("its name, which ends in %s", suffix)
		}
	}
	own := api.PlainName(resource) + "id"
	for i := range candidates {
		f := &candidates[i]
		if !scalar(f) || !endsIn(f.Name, "id") {
			continue
		}
		if word := api.PlainName(f.Name); word == "id" || word == own {
			return f.Name, "its name"
		}
	}
	for i := range candidates {
		f := &candidates[i]
		if !scalar(f) || !endsIn(f.Name, "id") {
			continue
		}
		if parts := words(f.Name); len(parts) > 0 && parts[len(parts)-1] == "id" {
			return f.Name, "its name, which ends in id"
		}
	}
	return "", ""
}

func statusField(fields []api.Field) (name, from string) {
	for _, suffix := range []string{"status", "statusuname", "statuscode"} {
		if name := bySuffix(fields, suffix); name != "" {
			return name, fmt.Sprintf("its name, which ends in %s", suffix)
		}
	}
	for i := range fields {
		f := &fields[i]
		if !endsIn(f.Name, "state") {
			continue
		}
		if parts := words(f.Name); f.Type == api.String && len(f.Enum) > 0 && len(parts) > 0 && parts[len(parts)-1] == "state" {
			return f.Name, "its name and its fixed values"
		}
	}
	return "", ""
}

func updatedAtField(fields []api.Field) (name, from string) {
	for _, suffix := range []string{"updatedat", "modifiedat", "changedat", "lastmodified", "lastupdated", "updatedon", "modifiedon", "updated", "modified"} {
		name := bySuffix(fields, suffix)
		if f, ok := api.Find(fields, name); ok && name != "" && f.Type != api.Boolean {
			return name, fmt.Sprintf("its name, which ends in %s", suffix)
		}
	}
	return "", ""
}

// keyField prefers a field that is named after the resource, of the kinds of names in their order.
func keyField(fields []api.Field, resource string) (name, from string) {
	own := api.Singular(api.PlainName(resource))
	for _, suffix := range []string{"number", "code", "externalid", "name"} {
		for i := range fields {
			f := &fields[i]
			if !scalar(f) || !endsIn(f.Name, suffix) {
				continue
			}
			if word := api.PlainName(f.Name); word == own+suffix || word == suffix {
				return f.Name, "its name, which says the resource's " + suffix
			}
		}
	}
	for _, suffix := range []string{"number", "code", "externalid", "name"} {
		if name := bySuffix(fields, suffix); name != "" {
			return name, "its name, which ends in " + suffix
		}
	}
	return "", ""
}

// bySuffix finds the first scalar field whose name ends in the first suffix that any name ends in.
func bySuffix(fields []api.Field, suffixes ...string) string {
	for _, suffix := range suffixes {
		for i := range fields {
			f := &fields[i]
			if scalar(f) && endsIn(f.Name, suffix) {
				return f.Name
			}
		}
	}
	return ""
}

func scalar(f *api.Field) bool { return f.Type != api.Object && f.Type != api.Array }

// statusInBody finds the status in the body of a call for it, where "state" may be free text.
func statusInBody(fields []api.Field) string {
	if name, _ := statusField(fields); name != "" {
		return name
	}
	return bySuffix(fields, "state")
}

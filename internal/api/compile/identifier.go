package compile

import (
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// idWords are the words by which interfaces call what identifies a record.
func idWords() []string { return []string{"id", "guid", "uuid", "sid", "key", "gid", "uid", "pk"} }

// byWord is 0 for a call whose path names a record by a word for identifiers, before one that does so by another
// word, such as a number or a name.
func (c *call) byWord() int {
	if parts := words(c.parameter); len(parts) == 0 || slices.Contains(idWords(), parts[len(parts)-1]) {
		return 0
	}
	return 1
}

// namesIdentifier tells whether a member is called as what identifies a record of a collection.
func namesIdentifier(name, collection string) bool {
	plain := api.PlainName(name)
	own := plainSingular(lastStep(collection))
	return slices.Contains([]string{"id", "guid", "uuid"}, plain) ||
		slices.ContainsFunc(idWords(), func(word string) bool { return plain == own+word })
}

// identifierField finds the field that identifies a record: one of the path parameter's own name, one of
// its meaning, or one that the record's name or a word for identifiers alone stands for. A field that only ends so
// may identify another record, which this one refers to; and a parameter of another meaning, such as
// {username}, is answered by no identifier.
func identifierField(fields []api.Field, parameter, resource string) (name, from string) {
	find := func(plain string) string {
		i := slices.IndexFunc(fields, func(f api.Field) bool { return identifies(&f) && api.PlainName(f.Name) == plain })
		if i < 0 || plain == "" {
			return ""
		}
		return fields[i].Name
	}
	if name := find(api.PlainName(parameter)); name != "" {
		return name, "the path parameter " + parameter
	}
	own, word := plainSingular(resource), ""
	if parts := words(parameter); len(parts) > 0 {
		word = parts[len(parts)-1]
		for _, each := range idWords() { // productid
			if api.PlainName(parameter) == own+each {
				word = each
			}
		}
		if !slices.Contains(idWords(), word) && plainSingular(parameter) != own && !slices.Contains(words(resource), word) {
			return "", ""
		}
	}
	candidates := []string{}
	if slices.Contains(idWords(), word) {
		candidates = append(candidates, own+word, word)
	}
	candidates = append(candidates, "id", "guid", "uuid")
	for _, each := range idWords() {
		candidates = append(candidates, own+each)
	}
	for _, plain := range append(candidates, "gid", "uid", "pk", "sid") {
		if name := find(plain); name != "" {
			from = "its name"
			if parameter != "" {
				from += ", for the path parameter " + parameter
			}
			return name, from
		}
	}
	return "", ""
}

func identifies(f *api.Field) bool {
	return scalar(f) && f.Type != api.Boolean && !f.Type.Epoch() && f.Type != api.Number
}

// identifier is the field that identifies the records of a resource: the one that the description itself says,
// that of the row unless the file gets records by another one, or what the path and the names tell.
func (r *resource) identifier(row api.Presentation) (name, from string) {
	fields := r.whole().record
	get := r.first(api.Get)
	if said := r.said(api.Presentation{}).GUID; said != "" {
		return said, "x-aimsio-identifier"
	}
	if _, has := api.Find(fields, row.GUID); has && row.GUID != "" {
		if get == nil {
			return row.GUID, ""
		}
		if named := namedField(fields, get.parameter); named != "" && named != row.GUID {
			return named, "the path parameter " + get.parameter + " of " + get.Path
		}
		return row.GUID, ""
	}
	return identifierField(fields, r.parameter(), r.name)
}

// namedField is the field that a parameter of a path is called as, "" where there is none.
func namedField(fields []api.Field, parameter string) string {
	i := slices.IndexFunc(fields, func(f api.Field) bool { return scalar(&f) && strings.EqualFold(f.Name, parameter) })
	if i < 0 || parameter == "" {
		return ""
	}
	return fields[i].Name
}

// withoutIdentifier gives back the calls whose paths name a record by something that no field is known for, or by
// another field than the identifier: they would be sent with what means another record, or none.
func (r *resource) withoutIdentifier(row api.Presentation) (left []api.Other) {
	whole := r.whole()
	guid, _ := r.identifier(row)
	if guid == "" {
		undescribed := len(whole.record) == 0
		return r.drop(func(c *call) bool { return c.hasID && (!undescribed || c.Verb != api.Get) },
			"nothing in the record tells what its path names it by: x-aimsio-identifier can say it")
	}
	for _, c := range slices.Clone(r.calls) {
		if !c.hasID {
			continue
		}
		field, _ := identifierField(whole.record, c.parameter, r.name)
		if c.says.identifier == guid || field == guid || field == "" && strings.EqualFold(c.parameter, r.parameter()) {
			continue
		}
		left = append(left, r.drop(func(other *call) bool { return other == c },
			"its path names a record by "+either(field, c.parameter)+", and the others do by "+guid)...)
	}
	return left
}

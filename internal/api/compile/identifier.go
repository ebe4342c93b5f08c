package compile

import (
	"cmp"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// idWords are the words by which interfaces call what identifies a record.
func idWords() []string { return []string{"id", "guid", "uuid", "sid", "key", "gid", "uid", "pk"} }

func isIDWord(name string) bool { return slices.Contains(idWords(), name) }

// meaning is what a name says in plain form when the words for the records themselves are left out: id of taskId,
// task_gid's gid, externalid of external_customer_id; nothing of task. Own are those words, the longest form first.
func meaning(name string, own ...[]string) string {
	parts := api.Words(name)
	for _, own := range own {
		for i := 0; i+len(own) <= len(parts); i++ {
			if slices.Equal(singularWords(parts[i:i+len(own)]), own) {
				return strings.Join(slices.Concat(parts[:i], parts[i+len(own):]), "")
			}
		}
		if rest, has := strings.CutPrefix(strings.Join(parts, ""), strings.Join(own, "")); has && isIDWord(rest) { // productid
			return rest
		}
	}
	if len(parts) == 2 && slices.Contains([]string{"record", "item", "object", "entity", "resource", "element"}, parts[0]) {
		return parts[1]
	}
	return strings.Join(parts, "")
}

// ownMeaning is the meaning of a field of the records at a path. conversation_sid of participant conversations means
// another record.
func ownMeaning(field, path string) string {
	return meaning(field, singularWords(api.Words(lastStep(path))))
}

// pathMeaning is the meaning of a parameter behind a path, which may name the records in short: template_id of
// metadata_templates, and at length: terminal_refund_id behind /terminals/refunds. customerId of payment terms
// means another record.
func pathMeaning(parameter, path string) string {
	var own [][]string
	all := singularWords(api.Words(path))
	for from := range all {
		own = append(own, all[from:])
	}
	return meaning(parameter, own...)
}

// namesIdentifier tells whether a member is called as what identifies a record of a collection.
func namesIdentifier(name, collection string) bool {
	plain := api.PlainName(name)
	return slices.Contains([]string{"id", "guid", "uuid", "gid", "pk"}, plain) || !isIDWord(plain) && isIDWord(ownMeaning(name, collection))
}

// identifierField finds the field that identifies a record below a path: one of the path parameter's own name, one of
// its meaning, or one that a word for identifiers stands for, alone or behind what the path calls its records. A
// field that only ends so may identify another record, which this one refers to; and so may a parameter of
// another meaning, such as {customerId} of payment terms or {username}: no field answers it.
func identifierField(fields []api.Field, parameter, path string) (name, from string) {
	if parameter == "" {
		return anyIdentifier(fields, path, false), "its name"
	}
	called := func(other string) func(string) bool {
		return func(name string) bool { return api.PlainName(name) == api.PlainName(other) }
	}
	by := api.Words(lastStep(path)) // external_id before {id} says another thing than the parameter
	otherwise := len(by) > 0 && isIDWord(by[len(by)-1]) && len(identifiers(fields, called(lastStep(path)))) > 0
	switch names := identifiers(fields, called(parameter)); {
	case len(names) > 0 && (!otherwise || api.PlainName(parameter) == api.PlainName(lastStep(path))):
		return names[0], "the path parameter " + parameter
	case otherwise:
		return "", ""
	}
	for each := range strings.SplitSeq(strings.Join(api.Words(parameter), " "), " or ") { // uidOrKey
		meant := pathMeaning(each, path)
		plain := func(name string) bool { return api.PlainName(name) == meant || meant == "id" && name == "pk" }
		alike := func(name string) bool { return meant != "" && ownMeaning(name, path) == meant }
		if names := slices.Concat(identifiers(fields, plain), identifiers(fields, alike)); len(names) > 0 {
			name = names[0]
		} else if isIDWord(meant) && meant != "key" { // which may be a word that people chose
			name = anyIdentifier(fields, path, true)
		}
		if name != "" {
			return name, "its name, for the path parameter " + parameter
		}
	}
	return "", ""
}

// anyIdentifier is the field by which records below a path are known by their names alone. Of two such as thingId and
// thingGuid, which both tell records apart, a path may mean either.
func anyIdentifier(fields []api.Field, path string, inPath bool) string {
	for _, word := range []string{"id", "guid", "uuid", "pk"} {
		if names := identifiers(fields, func(name string) bool { return api.PlainName(name) == word }); len(names) > 0 {
			return names[0]
		}
	}
	var own []string
	for _, word := range idWords() {
		own = append(own, identifiers(fields, func(name string) bool { return api.PlainName(name) != word && ownMeaning(name, path) == word })...)
	}
	own = append(own, identifiers(fields, func(name string) bool {
		return len(own) == 0 && slices.Contains([]string{"gid", "uid", "sid"}, api.PlainName(name))
	})...)
	if len(own) == 0 || len(own) > 1 && inPath {
		return ""
	}
	return own[0]
}

// identifiers are the names of the fields that can identify a record and fit.
func identifiers(fields []api.Field, fits func(name string) bool) (names []string) {
	for i := range fields {
		if f := &fields[i]; identifies(f) && fits(f.Name) {
			names = append(names, f.Name)
		}
	}
	return names
}

func identifies(f *api.Field) bool {
	return scalar(f) && f.Type != api.Boolean && !f.Type.Epoch() && f.Type != api.Number
}

// byWord is 0 for a call whose path names a record by a word for identifiers, before one that does so by another
// word, such as a number or a name.
func (c *call) byWord() int {
	if c.parameter == "" || isIDWord(pathMeaning(c.parameter, c.collection)) {
		return 0
	}
	return 1
}

// identifier is the field that identifies the records of a resource: the one that the description itself says,
// that of the row unless the file gets records by another one, or what the path and the names tell.
func (r *resource) identifier(row api.Presentation) (name, from string) {
	fields := r.whole().record
	get := r.first(api.Get)
	if said := r.said(api.Presentation{}).GUID; said != "" {
		if _, has := api.Find(fields, said); has || len(fields) == 0 {
			return said, "x-aimsio-identifier"
		}
	}
	if _, has := api.Find(fields, row.GUID); (has || len(fields) == 0) && row.GUID != "" {
		if get == nil {
			return row.GUID, ""
		}
		if named := namedField(fields, get.parameter); named != "" && named != row.GUID {
			return named, "the path parameter " + get.parameter + " of " + get.Path
		}
		return row.GUID, ""
	}
	return identifierField(fields, r.parameter(), r.calls[0].collection)
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
func (r *resource) withoutIdentifier(row api.Presentation) []api.Other {
	whole := r.whole().record
	guid, _ := r.identifier(row)
	if guid == "" {
		return r.drop(func(c *call) bool { return c.hasID }, "nothing in the record tells what its path names it by: x-aimsio-identifier can say it")
	}
	var left []api.Other
	for _, c := range slices.Clone(r.calls) {
		field, _ := identifierField(whole, c.parameter, c.collection)
		if !c.hasID || c.says.identifier == guid || field == guid || field == "" && strings.EqualFold(c.parameter, r.parameter()) {
			continue
		}
		left = append(left, r.drop(func(other *call) bool { return other == c },
			"its path names a record by "+cmp.Or(field, c.parameter)+", and the others do by "+guid)...)
	}
	return left
}

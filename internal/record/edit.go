package record

import "github.com/go-json-experiment/json/jsontext"

// edit is what becomes of a member of an object.
type edit struct {
	// value takes the place of the old one; nil keeps it.
	value Value
	drop  bool
}

// member is a member to append.
type member struct {
	// quoted is the name as JSON.
	quoted []byte
	value  Value
}

// editMembers makes a copy of an object in which decide has changed or dropped members and added
// ones follow the last. All other bytes, the white space too, stay as they are.
func editMembers(object Value, decide func(quoted, value Value) (edit, error), added []member) (Value, error) {
	out := make(Value, 0, len(object)+room(added))
	s := scan(object)
	copied, kept := skipBlank(object, min(s.i, len(object))), 0
	out = append(out, object[:copied]...)
	for name, value, more := s.member(); more; name, value, more = s.member() {
		change, err := decide(name, value)
		if err != nil {
			return nil, err
		}
		from := copied
		copied = s.i
		if change.drop {
			continue
		}
		if kept == 0 {
			// No comma goes before the first, whatever stood there.
			from = skipSeparator(object, from)
		}
		kept++
		out = append(out, object[from:s.i-len(value)]...)
		if change.value != nil {
			value = change.value
		}
		out = append(out, value...)
	}
	for _, m := range added {
		if kept > 0 {
			out = append(out, ',')
		}
		kept++
		out = append(append(append(out, m.quoted...), ':'), m.value...)
	}
	return append(out, object[copied:]...), nil
}

// skipSeparator gives the position after the comma at or after i, if there is one, and the blanks
// around it.
func skipSeparator(b []byte, i int) int {
	i = skipBlank(b, i)
	if i < len(b) && b[i] == ',' {
		i = skipBlank(b, i+1)
	}
	return i
}

func room(added []member) int {
	n := 0
	for _, m := range added {
		n += len(m.quoted) + len(m.value) + len(",:")
	}
	return n
}

// nameOf gives the name of a member without quotes and escapes.
func nameOf(quoted Value) string { return string(AppendText(nil, quoted)) }

// Pick gives a record of those of its own members for which keep returns true. The bytes of these
// stay as they are.
func Pick(r Record, keep func(name string) bool) Record {
	if r.raw.Kind() != jsontext.KindBeginObject {
		return r
	}
	picked, _ := editMembers(r.raw, func(quoted, _ Value) (edit, error) {
		return edit{drop: !keep(nameOf(quoted))}, nil
	}, nil) // which fails only where the function does
	return Record{raw: picked}
}

// Rename gives the members of a record other names, in their places.
func Rename(r Record, name func(string) string) Record {
	renamed := make(Value, 0, len(r.raw))
	renamed = append(renamed, '{')
	for quoted, value := range RawMembers(r.raw) {
		if len(renamed) > 1 {
			renamed = append(renamed, ',')
		}
		before := Text(quoted)
		if after := name(before); after != before {
			// The error tells of invalid UTF-8, which is replaced by then.
			renamed, _ = jsontext.AppendQuote(renamed, after)
		} else {
			renamed = append(renamed, quoted...)
		}
		renamed = append(append(renamed, ':'), value...)
	}
	return Record{raw: append(renamed, '}')}
}

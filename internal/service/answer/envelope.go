package answer

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// read reads a valid JSON value: an array of entries, or an object.
func (x *reading) read(answer jsontext.Value) {
	if answer.Kind() == jsontext.KindBeginArray {
		x.list(answer, true)
		return
	}
	if i, ok := x.echo(answer); ok {
		said := x.entrySays(answer, i)
		if _, named := x.find.of(answer); !named && !x.operation.NamesOne() {
			x.whole = x.whole.or(said)
			said = statement{}
		}
		x.mention(i, said, x.guids([]jsontext.Value{answer})[0])
		return
	}
	x.object(answer, 0)
}

// echo finds the record of which an object is the record, or its entry of the index.
func (x *reading) echo(object jsontext.Value) (int, bool) {
	for name, v := range record.Members(object) {
		if role := x.roleOf(name); name == x.operation.Wrapper || role.kind == nameList && v.Kind() == jsontext.KindBeginArray {
			return noRecord, false
		}
	}
	if i, ok := x.find.ofObject(object); ok {
		return i, true
	}
	if len(x.sent) != 1 || x.find.namesAnother(object, 0) {
		return noRecord, false
	}
	return 0, x.looksLikeRecord(object, 0)
}

// object reads an envelope, and those inside it.
func (x *reading) object(object jsontext.Value, nested int) {
	var here statement
	for name, v := range record.Members(object) {
		if i, ok := x.find.byKeyOrGUID(name); ok {
			x.mention(i, x.entrySays(v, i), "")
			continue
		}
		role := x.roleOf(name)
		if name == x.operation.Wrapper {
			role = nameRole{kind: nameList, nesting: true}
		}
		switch v.Kind() {
		case jsontext.KindBeginArray:
			x.array(role, v)
		case jsontext.KindBeginObject:
			if role.kind == nameFault {
				x.faults(v, 0)
			} else if (role.nests() || role.outer || role.kind == nameSuccess) && nested < maxNested {
				x.object(v, nested+1)
			}
		default:
			x.counts.add(role, v)
			here = here.or(x.says(role, v))
		}
	}
	if here.claim > good && here.words == "" {
		here.words = x.wordsOf(object)
	}
	x.whole = x.whole.or(here)
}

func (x *reading) array(role nameRole, v jsontext.Value) {
	switch role.kind {
	case nameFault:
		x.faults(v, 0)
	case nameSuccess:
		x.doneList(v)
	case nameHarmless:
	case namePending:
		x.whole = x.whole.or(x.says(role, v))
	default:
		x.list(v, role.kind == nameList)
	}
}

// readText reads an answer that is no JSON, or a single value.
func (x *reading) readText(value jsontext.Value) {
	if number, is := wholeNumber(value); is {
		if said := codeSays(number); said.claim == bad || number < int64(len(x.sent)) {
			x.whole = statement{max(said.claim, partly), string(value)}
		}
		return
	}
	text := string(value)
	if value.IsValid() {
		if text = record.Text(value); text == "false" {
			x.whole = statement{bad, text}
		}
		inner := jsontext.Value(text)
		if kind := inner.Kind(); (kind == jsontext.KindBeginObject || kind == jsontext.KindBeginArray) && inner.IsValid(record.Lenient()) {
			x.read(inner) // JSON in a text
			return
		}
	}
	x.whole = x.whole.or(x.texts.says(text, true))
}

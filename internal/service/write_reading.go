package service

import (
	"fmt"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// reading is an answer to a write as it is read: what it says of the call as a whole, and of each row.
type reading struct {
	*lexicon
	entity    *api.Entity
	operation *api.Operation
	rows      []*row
	find      *rowFinder

	whole statement
	// said holds what the answer says of each row.
	said []said
	// listed says that the answer has a list in which every row should be, entries how many are in it.
	listed  bool
	entries int
	counts  counts
}

// said is what an answer says of one row.
type said struct {
	statement
	// mentioned says that the answer has an entry of this row. guid is what it calls its GUID.
	mentioned bool
	guid      string
}

// counts are the numbers that an answer gives. Those that it does not give are below 0.
type counts struct {
	// failed counts records that failed, done those that did not, changed those that were created,
	// updated or left as they are, and all those that the answer is about.
	failed, done, changed, all int64
}

func newReading(entity *api.Entity, operation *api.Operation, rows []*row) *reading {
	return &reading{
		lexicon: newLexicon(), entity: entity, operation: operation, rows: rows, find: newRowFinder(entity, rows),
		said: make([]said, len(rows)), counts: counts{0, -1, -1, -1},
	}
}

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

// echo finds the row of which an object is the record, or its entry of the index.
func (x *reading) echo(object jsontext.Value) (int, bool) {
	for name, v := range record.Members(object) {
		if role := x.roleOf(name); name == x.operation.Wrapper || role.kind == nameList && v.Kind() == jsontext.KindBeginArray {
			return noRow, false
		}
	}
	if i, ok := x.find.ofObject(object); ok {
		return i, true
	}
	if len(x.rows) != 1 || x.find.strange(object, 0) {
		return noRow, false
	}
	return 0, x.looksLikeRecord(object, 0)
}

// looksLikeRecord tells whether an object is a record or its entry of the index.
func (x *reading) looksLikeRecord(object jsontext.Value, i int) bool {
	entry, err := record.New(object)
	if err != nil {
		return false
	}
	own := 0
	for name := range record.Members(object) {
		if x.isField(name, i) {
			own++
		}
	}
	return guid(x.entity, entry) != "" || own > 1
}

// isField tells whether the records have a member of this name.
func (x *reading) isField(name string, i int) bool {
	if _, described := api.Find(x.entity.Fields, name); described {
		return true
	}
	if i == noRow {
		return false
	}
	change := x.rows[i].change
	if _, sent := change.Body.Get(record.Path{name}); sent {
		return true
	}
	if change.Before == nil {
		return false
	}
	_, had := change.Before.Get(record.Path{name})
	return had
}

// object reads an envelope, and those inside it.
func (x *reading) object(object jsontext.Value, nested int) {
	var here statement
	for name, v := range record.Members(object) {
		if i, ok := x.find.named(name); ok {
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

// array reads an array in an envelope.
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

// add takes a number that an answer gives.
func (c *counts) add(role nameRole, v jsontext.Value) {
	number, is := wholeNumber(v)
	if !is || number < 0 {
		return
	}
	switch {
	case role.kind == nameFault && !role.code:
		c.failed = max(c.failed, number)
	case role.kind == nameSuccess && role.kindOfChange:
		c.changed = max(c.changed, 0) + number
	case role.kind == nameSuccess && (c.done < 0 || number < c.done):
		c.done = number
	case role.kind == nameRequested, role.kind == nameCount:
		c.all = max(c.all, number)
	}
}

// missing is how many of so many rows were not written by the numbers.
func (c *counts) missing(rows int) int64 {
	missing := c.failed
	wanted := int64(rows)
	if c.all >= 0 {
		missing = max(missing, wanted-c.all)
		wanted = max(wanted, c.all)
	}
	switch {
	case c.done >= 0:
		missing = max(missing, min(wanted, max(c.all, int64(rows)))-c.done)
	case c.changed >= 0:
		missing = max(missing, int64(rows)-c.changed)
	}
	return missing
}

// mention notes what an answer says of a row.
func (x *reading) mention(i int, what statement, guid string) {
	s := &x.said[i]
	s.mentioned = true
	s.statement = s.or(what)
	if s.guid == "" {
		s.guid = guid
	}
}

// entrySays reads the entry of a row.
func (x *reading) entrySays(entry jsontext.Value, i int) statement {
	switch entry.Kind() {
	case jsontext.KindString:
		if _, name := x.find.named(record.Text(entry)); name {
			return statement{}
		}
		return x.textSays(record.Text(entry), false)
	case jsontext.KindFalse:
		return statement{bad, "false"}
	case jsontext.KindBeginObject:
		echo := x.looksLikeRecord(entry, i)
		said := x.speak(entry, func(name string, v jsontext.Value) (statement, bool) {
			if !echo || !x.isField(name, i) {
				return statement{}, false
			}
			return x.fieldSays(name, v, i), true
		}, 0)
		if said.claim == partly {
			said.claim = bad
		}
		return said
	default:
		return statement{}
	}
}

// fieldSays judges a field of a record that is named like a statement of the server, such as a status.
// It is the record's own, unless one word is its name and it is not what was sent.
func (x *reading) fieldSays(name string, v jsontext.Value, i int) statement {
	if i == noRow || len(wordsIn(name)) > 1 {
		return statement{}
	}
	change := x.rows[i].change
	value, sent := change.Body.Get(record.Path{name})
	if !sent || record.Equal(value, v) {
		return statement{}
	}
	if said := x.says(x.roleOf(name), v); said.claim > good {
		return statement{open, fmt.Sprintf("%s is %s", name, record.Text(v))}
	}
	return statement{}
}

package service

import (
	"bytes"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// maxSaid is how much of what a server said goes into a message, in bytes.
const maxSaid = 300

// judgeAnswer reads an answer of status 2xx. The API does not document what it holds: it may be
// empty, text, an array of stubs or records, or an object around one.
func (w *writing) judgeAnswer(status int, body []byte, rows []*row) verdict {
	v := verdict{outcome: Written, status: status}
	value := jsontext.Value(bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))))
	switch kind := value.Kind(); {
	case len(value) == 0:
	case isPage(value):
		return w.unreadable(status, "the answer is an HTML page", rows)
	case kind == jsontext.KindBeginArray, kind == jsontext.KindBeginObject:
		if !value.IsValid(record.Lenient()) {
			return w.unreadable(status, "the answer is JSON that breaks off or is damaged", rows)
		}
		w.readEntries(&v, value, rows)
	default:
		v.message = w.remark(value)
	}
	return v
}

// unreadable is the verdict on an answer that no server gives to a write that it carried out.
func (w *writing) unreadable(status int, what string, rows []*row) verdict {
	err := &client.Error{
		Kind: client.BadAnswer, Status: status, Request: w.operation.Method + " " + w.operation.Path,
		Message: what, Tries: 1, Unsure: true,
	}
	return verdict{outcome: Unknown, status: status, message: unsure(what, rows), err: err, lost: true}
}

// isPage tells a page for a browser, such as that of a login or a proxy.
func isPage(body []byte) bool {
	head := strings.ToLower(string(body[:min(len(body), 64)]))
	return strings.HasPrefix(head, "<!doctype html") || strings.HasPrefix(head, "<html")
}

// remark repeats what a server said beside "OK".
func (w *writing) remark(value jsontext.Value) string {
	text := string(value)
	if value.IsValid() {
		text = record.Text(value)
	}
	if strings.EqualFold(text, "ok") || strings.EqualFold(text, "success") || text == "true" {
		return ""
	}
	return "the server said: " + w.quoted(text)
}

// quoted makes words of the server fit for a message: without the password, cut, on one line.
func (w *writing) quoted(text string) string {
	text = w.service.client.Hide(text)
	if len(text) > maxSaid {
		text = strings.ToValidUTF8(text[:maxSaid], "") + "…"
	}
	return strings.Join(strings.Fields(text), " ")
}

// readEntries takes the GUIDs, and complaints where there are any, out of an answer.
func (w *writing) readEntries(v *verdict, answer jsontext.Value, rows []*row) {
	if text := complaint(answer); text != "" {
		v.outcome, v.message = Unknown, complained(w.quoted(text))
		return
	}
	entries := entriesOf(answer, w.operation)
	at := matchRows(w.entity, entries, rows)
	if at == nil {
		return
	}
	v.said = make([]said, len(rows))
	for i, entry := range at {
		if entry != nil {
			// An entry without a GUID leaves the one that is known already.
			v.said[i].guid = guid(w.entity, *entry)
			v.said[i].complaint = w.quoted(complaint(entry.Raw()))
		}
	}
}

// entriesOf finds the entries of the written records in an answer: the array that it is, the one
// under the name that was sent, its only array, or the object itself.
func entriesOf(answer jsontext.Value, o *api.Operation) []record.Record {
	if answer.Kind() == jsontext.KindBeginArray {
		return records(answer)
	}
	var arrays []jsontext.Value
	for name, value := range record.Members(answer) {
		if value.Kind() != jsontext.KindBeginArray {
			continue
		}
		if name == o.Wrapper {
			return records(value)
		}
		arrays = append(arrays, value)
	}
	itself, err := record.New(answer)
	if err != nil {
		return nil
	}
	if guid(&api.Entity{}, itself) != "" || len(arrays) != 1 || o.Body == api.BodyRecord {
		return []record.Record{itself}
	}
	return records(arrays[0])
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

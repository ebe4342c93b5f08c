package service

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// maxSaid is how much of what a server said goes into a message, in bytes.
const maxSaid = 300

// judgeAnswer reads an answer whose status is a success. The API does not document what it holds: it
// may be empty, text, an array of stubs or records, or an object around one. It counts as written only
// what the answer does not speak against.
func (w *writing) judgeAnswer(answer *client.Response, body []byte, rows []*row) verdict {
	status, value := answer.Status, valueOf(body)
	if fault := faultOf(status, value); fault != "" {
		return w.unreadable(status, fault, rows)
	}
	if status != http.StatusNoContent && !utf8.Valid(value) {
		return w.unreadable(status, "the answer is not UTF-8", rows)
	}
	x := newReading(w.entity, w.operation, rows)
	v := verdict{outcome: Written, status: status}
	switch {
	case status == http.StatusNoContent:
	case isStructure(value):
		x.read(value)
	case len(value) > 0:
		v.message = w.remark(value)
		x.readText(value)
	}
	if status == http.StatusAccepted && v.message == "" {
		v.message = "the server accepted it (202), which may mean that it is yet to be carried out"
	}
	x.heed(status, answer.Header)
	w.conclude(&v, x)
	return v
}

// valueOf takes off what stands around the value of a body.
func valueOf(body []byte) jsontext.Value {
	return bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))
}

// isStructure tells an array or an object from a text or a single value.
func isStructure(value jsontext.Value) bool {
	return value.Kind() == jsontext.KindBeginArray || value.Kind() == jsontext.KindBeginObject
}

// faultOf says why an answer is none that a server gives to a write that it carried out, "" if it may be.
func faultOf(status int, value jsontext.Value) string {
	switch {
	case !mayBeDone(status):
		return fmt.Sprintf("the server answered %s, which is no success", statusText(status))
	case status == http.StatusNoContent, len(value) == 0:
	case isPage(value):
		return "the answer is an HTML page"
	case isStructure(value) && !value.IsValid(record.Lenient()):
		return "the answer is JSON that breaks off or is damaged"
	}
	return ""
}

// mayBeDone tells the statuses whose answers may say that the records were written.
func mayBeDone(status int) bool {
	switch status {
	case http.StatusOK, http.StatusCreated, http.StatusAccepted, http.StatusNoContent, http.StatusMultiStatus:
		return true
	}
	return false
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
	const most = 1000
	if body[0] != '<' {
		return false
	}
	head := strings.ToLower(string(body[:min(len(body), most)]))
	return slices.ContainsFunc([]string{"<!doctype html", "<html", "<head", "<body", "<title"}, func(tag string) bool {
		return strings.Contains(head, tag)
	})
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

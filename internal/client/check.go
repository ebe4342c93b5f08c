package client

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/spool"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// blanks are the bytes that JSON allows around a value.
const blanks = " \t\r\n"

// edge is how many bytes of a body's beginning and end are looked at together.
const edge = 1 << 10

// check makes sure that a success carries what was asked for. A login page, a proxy's notice or
// half a list must never pass for data.
func check(next handler, s *secrets) handler {
	return func(ctx context.Context, c call) (*Response, error) {
		answer, err := next(ctx, c)
		if err != nil || c.Expect == Anything || c.Method == http.MethodHead || isRedirect(answer.Status) || c.meansNothing(answer) {
			return answer, err
		}
		instead, err := mismatch(answer, c, s)
		if err == nil && instead == "" {
			return answer, nil
		}
		failed := &Error{
			Kind:    BadAnswer,
			Status:  answer.Status,
			Request: c.name(),
			Message: "the answer is " + s.short(instead, maxSaid),
			again:   repeatable,
		}
		if err == nil && c.anotherValue(answer) {
			failed.Kind, failed.again = NotAsked, never
		}
		if above, ok := errors.AsType[*record.LimitError](err); ok {
			// The server means what it sent: to ask again would not make it less.
			failed.Kind, failed.again, failed.Message, err = TooLarge, never, "the answer "+above.Fault, nil
		}
		return nil, firstError(errors.Join(err, answer.Close()), failed)
	}
}

// meansNothing tells an empty answer that is one where any JSON would do: the status says so, or it is the answer to
// a write, which need not say anything.
func (c call) meansNothing(answer *Response) bool {
	return c.Expect == JSON && answer.Body.Size() == 0 && (answer.Status == http.StatusNoContent || c.Writes())
}

// mismatch describes the body if it is not what was expected, and gives "" if it is. It is checked
// to the last byte, but for the start of a longer one, and for a list that is too long for memory:
// that is checked at both ends, and by its reader. A *record.LimitError tells of a body above the limits.
func mismatch(answer *Response, c call, s *secrets) (string, error) {
	head := make([]byte, edge)
	n, err := answer.Body.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	head = bytes.TrimLeft(head[:n], blanks)
	if len(head) == 0 || !begins(c.Expect, head[0]) {
		return fmt.Sprintf("%s, not %s", describe(head, answer, s), c.Expect), nil
	}
	if c.onlyStart(answer.Body) {
		return "", nil
	}
	last, err := lastByte(answer.Body)
	if err != nil {
		return "", err
	}
	if end, bracket := closing(head[0]); bracket && last != end {
		return fmt.Sprintf("a body cut off after %s", text.Counted(answer.Body.Size(), "byte")), nil
	}
	if _, ok := answer.Body.Bytes(); !ok && (head[0] == '[' || c.Expect == JSONList) {
		return "", nil
	}
	body, err := answer.Bytes()
	if err == nil {
		err = record.Limits{}.Check(body)
	}
	if err == nil && !jsontext.Value(body).IsValid(record.Lenient()) {
		return "not valid JSON", nil
	}
	return "", err
}

// anotherValue tells a whole JSON value where a single object is wanted: the server means what it sent, and
// would send it again. A list that is none may be the error of a server under load.
func (c call) anotherValue(answer *Response) bool {
	body, ok := answer.Body.Bytes()
	if c.Expect != JSONObject || !ok || (record.Limits{}).Check(body) != nil {
		return false
	}
	value := jsontext.Value(bytes.Trim(body, blanks))
	return len(value) > 0 && value.Kind() != jsontext.KindBeginObject && value.IsValid(record.Lenient())
}

// begins tells whether a value of the expected sort can begin with a byte.
func begins(expected Expect, first byte) bool {
	switch expected {
	case JSONArray:
		return first == '['
	case JSONObject, JSONList:
		return first == '{'
	default:
		return strings.IndexByte(`{["-0123456789tfn`, first) >= 0
	}
}

// closing gives the bracket that ends what a byte begins.
func closing(first byte) (end byte, bracket bool) {
	switch first {
	case '[':
		return ']', true
	case '{':
		return '}', true
	}
	return 0, false
}

// lastByte finds the last byte that is not blank; 0 if there is none.
func lastByte(body *spool.Spool) (byte, error) {
	buffer := make([]byte, edge)
	for end := body.Size(); end > 0; {
		start := max(0, end-edge)
		part := buffer[:end-start]
		if n, err := body.ReadAt(part, start); n < len(part) {
			return 0, err
		}
		if part = bytes.TrimRight(part, blanks); len(part) > 0 {
			return part[len(part)-1], nil
		}
		end = start
	}
	return 0, nil
}

package simulator

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// Answer is the shape of the answer to a write that was carried out. The vendor documents none,
// so a client must be able to live with each.
type Answer string

// The shapes of answers.
const (
	// AnswerStubs is an array with the index entry of every written record.
	AnswerStubs Answer = "stubs"
	// AnswerWrapped is the whole records in the same wrapper as in the call.
	AnswerWrapped Answer = "wrapped"
	// AnswerText is a word of plain text.
	AnswerText Answer = "text"
	// AnswerEmpty is status 200 without a body.
	AnswerEmpty Answer = "empty"
	// AnswerNone is status 204.
	AnswerNone Answer = "none"
)

func answers() []string {
	return []string{string(AnswerStubs), string(AnswerWrapped), string(AnswerText), string(AnswerEmpty), string(AnswerNone)}
}

func (a Answer) check() error {
	if a != "" && !slices.Contains(answers(), string(a)) {
		return fmt.Errorf("the shape of answers is %q; it must be one of %s", string(a), strings.Join(answers(), ", "))
	}
	return nil
}

// reply is the answer to a write.
type reply struct {
	status      int
	contentType string
	body        []byte
}

func (r reply) send(w http.ResponseWriter) {
	if r.status == http.StatusNoContent {
		w.WriteHeader(r.status)
		return
	}
	if r.contentType != "" {
		w.Header().Set("Content-Type", r.contentType)
	}
	send(w, r.status, r.body)
}

func problemReply(status int, message string) reply {
	body := append(quote([]byte(`{"message":`), message), '}')
	return reply{status: status, contentType: "application/json", body: body}
}

// confirm answers that the records at some ordinals were written. world.lock must be held.
func (w *world) confirm(shape Answer, k *kind, op *api.Operation, ordinals []int) reply {
	r := reply{status: http.StatusOK, contentType: "application/json"}
	if op.Verb == api.Delete {
		shape = AnswerNone
	}
	stub := func(dst []byte, ordinal int) []byte { return w.stubOf(dst, k, ordinal) }
	whole := func(dst []byte, ordinal int) []byte { return w.record(dst, k, ordinal) }
	alone := op.Body == api.BodyRecord && len(ordinals) == 1
	switch shape {
	case AnswerEmpty:
		r.contentType = ""
	case AnswerText:
		r.contentType, r.body = "text/plain; charset=utf-8", []byte("OK")
	case AnswerNone:
		r.status = http.StatusNoContent
	case AnswerWrapped:
		switch {
		case alone:
			r.body = whole(nil, ordinals[0])
		case op.Body != api.BodyWrapped:
			r.body = joined(nil, ordinals, whole)
		default:
			r.body = append(quote(append(r.body, '{'), op.Wrapper), ':')
			r.body = append(joined(r.body, ordinals, whole), '}')
		}
	default:
		if alone {
			r.body = stub(nil, ordinals[0])
		} else {
			r.body = joined(nil, ordinals, stub)
		}
	}
	return r
}

func joined(dst []byte, ordinals []int, each func([]byte, int) []byte) []byte {
	dst = append(dst, '[')
	for i, ordinal := range ordinals {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = each(dst, ordinal)
	}
	return append(dst, ']')
}

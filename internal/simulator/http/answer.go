package http

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/simulator/data"
	"github.com/aimsio-cli/aimsio/internal/simulator/store"
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

// Check refuses a shape that is none.
func (a Answer) Check() error {
	if a != "" && !slices.Contains(answers(), string(a)) {
		return fmt.Errorf("the shape of answers is %q; it must be one of %s", string(a), strings.Join(answers(), ", "))
	}
	return nil
}

// confirm answers that records were written.
func (a Answer) confirm(op *api.Operation, written store.Written) reply {
	r := reply{status: http.StatusOK, contentType: "application/json"}
	shape := a
	if op.Verb == api.Delete {
		shape = AnswerNone
	}
	alone := op.Body == api.BodyRecord && written.Len() == 1
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
			r.body = written.AppendWhole(nil, 0)
		case op.Body != api.BodyWrapped:
			r.body = joined(nil, written.Len(), written.AppendWhole)
		default:
			r.body = append(data.Quote(append(r.body, '{'), op.Wrapper), ':')
			r.body = append(joined(r.body, written.Len(), written.AppendWhole), '}')
		}
	default:
		if alone {
			r.body = written.AppendStub(nil, 0)
		} else {
			r.body = joined(nil, written.Len(), written.AppendStub)
		}
	}
	return r
}

func joined(dst []byte, count int, each func(dst []byte, i int) []byte) []byte {
	dst = append(dst, '[')
	for i := range count {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = each(dst, i)
	}
	return append(dst, ']')
}

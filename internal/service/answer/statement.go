package answer

import (
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// claim is what an answer, or a part of it, says of what it speaks about. A higher one outweighs a
// lower one.
type claim int

const (
	silent claim = iota // nothing
	good                // it was done
	partly              // not all of it was done
	open                // it is not done yet
	bad                 // it was not done
)

// statement is a claim with the words that make it.
type statement struct {
	claim claim
	words string
}

// or gives the statement that outweighs the other.
func (s statement) or(other statement) statement {
	if other.claim > s.claim || other.claim == s.claim && s.words == "" {
		return other
	}
	return s
}

// codeSays reads a status of HTTP, or a return code below zero.
func codeSays(code int64) statement {
	switch {
	case code < 0, code >= 400 && code < 1000:
		return statement{claim: bad}
	case code == 202:
		return statement{claim: open}
	case code >= 200 && code < 300:
		return statement{claim: good}
	default:
		return statement{}
	}
}

// wholeNumber reads a number, or a text that is one.
func wholeNumber(v jsontext.Value) (int64, bool) {
	if v.Kind() != jsontext.KindNumber && v.Kind() != jsontext.KindString {
		return 0, false
	}
	number, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(record.Text(v)), ".0"), 10, 64)
	return number, err == nil
}

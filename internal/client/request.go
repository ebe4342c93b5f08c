package client

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/aimsio-cli/aimsio/internal/scrub"
)

// Expect says what the body of a good answer must be. Anything else is a failure, not data.
type Expect int

// What can be expected. A HEAD request has no body and is not checked.
const (
	Anything   Expect = iota // any body, also none
	JSON                     // one JSON value, or nothing where that is an answer
	JSONArray                // one JSON array
	JSONObject               // one JSON object
	JSONList                 // one JSON object around a list, which may be too long for memory
)

// String names what is expected, with its article.
func (e Expect) String() string {
	return [...]string{"anything", "JSON", "a JSON array", "a JSON object", "a JSON object"}[e]
}

// Request is one call.
type Request struct {
	// Method is the HTTP method in capitals.
	Method string
	// Path stands below Options.Base, with any characters that mean something in a URL escaped;
	// or it is a whole URL with the scheme, host and port of Options.Base.
	Path string
	// Query is added to a query that Path may have.
	Query url.Values
	// Header is sent as it is, but for Authorization, which the client sets itself.
	Header http.Header
	// Body is sent as application/json unless Header says otherwise.
	Body []byte
	// Repeatable says that a write may be sent again after a lost answer because doing it twice
	// changes nothing. Reads always may.
	Repeatable bool
	Expect     Expect
	// Also are statuses of a good answer beside the usual ones: 200 where a body is expected, and
	// 200, 201, 202 and 204 where anything is.
	Also []int
	// MaxBody is the largest answer in bytes, if it is more than Options.MaxBody.
	MaxBody int64
	// Start is how many bytes of a good answer are wanted, 0 for all. What goes on behind them is
	// not read, whatever its size, and the connection is closed; the body is then more than Start
	// bytes long, and is checked at its beginning alone.
	Start int64
}

// handler makes one call, or one step of it. A handler gets its own copy of the call and may
// change it for those below.
type handler func(ctx context.Context, c call) (*Response, error)

// call is a request on its way down the chain.
type call struct {
	Request
	target *url.URL
	// answered is told of every answer as it comes, whatever becomes of it; nil for nobody.
	answered func(*http.Response)
	// authorization is set by authenticate, for send alone.
	authorization string
	// leave holds the try back, when it has a connection, until it may leave on it.
	leave func(context.Context)
	// try counts from 1. patience is how long this try may still wait before it is sent.
	try      int
	waitLeft time.Duration
	stats    *attemptStats
}

// attemptStats is what one try met on its way, for those who describe it.
type attemptStats struct {
	waited time.Duration
	status int
	size   int64
	// head is the beginning of the answer, where trace asks for it by setting keep.
	keep int
	// cut tells that no more was read of the answer than a part.
	cut  bool
	head []byte
	// header is that of the answer.
	header http.Header
}

// maxRequestText bounds how much of a URL an error repeats, in characters.
const maxRequestText = 200

// name gives the call as errors and traces call it: "GET /rest/api/standard/v1/JobOrder".
func (c call) name() string { return requestName(c.Method, c.target) }

// requestName names a call as it may be shown: a secret may stand among its parameters.
func requestName(method string, target *url.URL) string {
	return method + " " + scrub.Text(target.RequestURI())
}

// interrupted is the error of a call whose context has ended. Where a cause was given, it says what
// happened, and that the context ended says nothing more.
func interrupted(ctx context.Context, name string, ended error) error {
	cause := context.Cause(ctx)
	if cause == nil {
		cause = ended
	}
	return &stopped{name, cause, ended}
}

// stopped is the error of a call that was stopped from outside.
type stopped struct {
	name         string
	cause, ended error
}

func (e *stopped) Error() string { return fmt.Sprintf("%s was stopped: %s", e.name, e.cause) }

func (e *stopped) Unwrap() []error { return []error{e.cause, e.ended} }

package service

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Call is a writing call as it is about to be sent. Its slices have an element for each record.
type Call struct {
	Verb         api.Verb
	Method, Path string
	Lines        []int
	// Keys names the records: by key, else by GUID, else empty.
	Keys []string
	// IDs holds the GUIDs of the records, empty where they are not known.
	IDs []string
	// HasKey tells of each record whether it carries its key, so that sending it twice changes nothing.
	HasKey []bool
	// Body is the whole body. It must not be changed.
	Body []byte
	// Before holds the records as they were read from the server; nil where they were not.
	Before []*record.Record
}

// CallResult is how a call ended, after all its tries.
type CallResult struct {
	// Outcome is Written, Created, Updated or Deleted where the server accepted the call, Failed where it refused
	// it, Halved where the records are sent again in parts, Unknown where no good answer came,
	// and Skipped where the call never left.
	Outcome string
	// Status is the HTTP status of the last answer, 0 where there was none.
	Status  int
	Took    time.Duration
	Message string
}

// Halved is the outcome of a call that was refused and whose records are sent again in parts.
const Halved = "halved"

// errHalted ends a call that has not left when the run is stopped.
var errHalted = errors.New("the run was stopped")

func callOf(op *api.Operation, rows []*row) Call {
	c := Call{Verb: op.Verb, Method: op.Method, Path: fillPath(op, rows[0].change.ID)}
	bodies := make([]record.Record, 0, len(rows))
	for _, r := range rows {
		bodies = append(bodies, r.change.Body)
		key := r.change.Key
		if key == "" {
			key = r.change.ID
		}
		c.Lines = append(c.Lines, r.change.Line)
		c.Keys = append(c.Keys, key)
		c.IDs = append(c.IDs, r.change.ID)
		c.HasKey = append(c.HasKey, r.change.HasKey)
		c.Before = append(c.Before, r.change.Before)
	}
	c.Body = Body(op, bodies)
	return c
}

// send makes the call and gives its verdict. A call that still waits for its turn when the run
// is stopped does not leave any more; one that has left is not disturbed, for its answer tells
// what became of its records.
func (w *writing) send(parent context.Context, path string, body []byte, rows []*row) verdict {
	ctx, cancel := context.WithCancelCause(parent)
	defer cancel(nil)
	var left atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { left.Store(true) },
	})
	undo := context.AfterFunc(w.going, func() { //nolint:contextcheck // the run's end is to be noticed, not inherited
		if !left.Load() {
			cancel(errHalted)
		}
	})
	defer undo()

	began := time.Now()
	answer, err := w.service.client.Do(ctx, client.Request{
		Method: w.operation.Method, Path: path, Query: w.service.parameters[w.operation.Verb], Body: body, Repeatable: allKeyed(rows),
		// What the answer looks like is not documented, so anything is let through and read here.
		Expect: client.Anything, Also: []int{http.StatusMultiStatus},
	})
	v := w.judge(answer, err, rows, left.Load())
	v.took = time.Since(began)
	return v
}

// judge tells what an answer, or its absence, means for the rows of a call.
func (w *writing) judge(answer *client.Response, err error, rows []*row, left bool) verdict {
	if err != nil {
		return w.judgeError(err, rows, left)
	}
	body, err := answer.Bytes()
	if err == nil {
		err = answer.Close()
	}
	if err != nil {
		return verdict{outcome: Unknown, status: answer.Status, message: unsure(err.Error(), rows), err: err, stops: true}
	}
	return w.judgeAnswer(answer, body, rows)
}

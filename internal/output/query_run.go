package output

import (
	"context"
	"io"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// Run gives any JSON value to the program and writes its results as Writer does. terminal tells
// that a terminal reads them.
func (q *Query) Run(ctx context.Context, w io.Writer, value record.Value, terminal bool) error {
	run := &queryWriter{ctx: ctx, code: q.code, out: newBuffer(w), terminal: terminal}
	err := run.run(jqValue(value))
	if flushErr := run.out.flush(); err == nil {
		err = flushErr
	}
	return err
}

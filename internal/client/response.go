package client

import (
	"fmt"
	"io"
	"net/http"

	"github.com/aimsio-cli/aimsio/internal/spool"
)

// Response is a good answer: its status is a 2xx and its body is whole and what was expected.
type Response struct {
	Status int
	Header http.Header
	// Body is the decompressed body, without the byte order mark that JSON may begin with.
	Body *spool.Spool
	// Tries is how often the call was sent, at least 1.
	Tries int
}

// Reader reads the body from its start. Each call gives a fresh reader.
func (r *Response) Reader() io.Reader { return r.Body.Reader() }

// Bytes gives the whole body, reading it into memory where it is not there already. It must not
// be changed.
func (r *Response) Bytes() ([]byte, error) {
	if body, ok := r.Body.Bytes(); ok {
		return body, nil
	}
	body, err := io.ReadAll(r.Body.Reader())
	if err != nil {
		return nil, fmt.Errorf("reading the answer: %w", err)
	}
	return body, nil
}

// Close gives back the memory and the file that hold the body.
func (r *Response) Close() error { return r.Body.Close() }

package client

import (
	"errors"
	"io"
)

// watched remembers how reading went, to tell the server's faults from the disk's.
type watched struct {
	from io.Reader
	size int64
	err  error
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.from.Read(p)
	w.size += int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		w.err = err
	}
	return n, err
}

package client

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"

	"github.com/aimsio-cli/aimsio/internal/spool"
)

// byteOrderMark is what some programs put before UTF-8 text; JSON has no place for it.
const byteOrderMark = "\xef\xbb\xbf"

// receive reads the whole body of an answer, up to the limit, or as much of it as the call wants.
// Of the body of a refusal, only as much is read as an error shows, and a fault in it does not
// matter: the status says enough.
func receive(ctx context.Context, c call, answer *http.Response, o Options) (*Response, error) {
	limit := max(c.MaxBody, o.MaxBody)
	refusal := !c.succeeds(answer.StatusCode)
	switch {
	case refusal:
		limit = maxErrorBody
	case c.Start > 0:
		limit = c.Start
	case answer.ContentLength > limit && c.Method != http.MethodHead:
		return nil, c.tooLarge(answer.StatusCode, limit)
	}
	source := &watched{from: answer.Body}
	body, whole, err := c.spooled(source, answer, limit)
	c.stats.size, c.stats.header = body.Size(), answer.Header
	c.stats.head, c.stats.cut = firstBytes(body, c.stats.keep), body.Size() > limit
	var failed *Error
	switch cut := c.onlyStart(body); {
	case err != nil && source.err == nil:
		// The disk failed, not the server.
		return nil, errors.Join(err, body.Close())
	case refusal:
	case err != nil:
		failed = c.brokenBody(ctx, answer, source, o)
	case body.Size() > limit && !cut:
		failed = c.tooLarge(answer.StatusCode, limit)
	case c.Expect != Anything && whole.fault(cut) != "":
		failed = c.unreadable(answer.StatusCode, whole.fault(cut))
	}
	if failed != nil {
		return nil, firstError(body.Close(), failed)
	}
	return &Response{Status: answer.StatusCode, Header: answer.Header, Body: body}, nil
}

// spooled reads a body, and as text where the call wants that.
func (c call) spooled(source *watched, answer *http.Response, limit int64) (*spool.Spool, *utf8Check, error) {
	text, whole := c.textOf(source, answer.Header)
	body, err := fill(text, limit, answer.ContentLength, c.Expect != Anything, whole)
	if err != nil && source.err == nil && text.err != nil {
		err, whole.wrong = nil, true // the conversion failed
	}
	return body, whole, err
}

// unreadable is the error of an answer that is no text.
func (c call) unreadable(status int, fault string) *Error {
	return &Error{Kind: BadAnswer, Status: status, Request: c.name(), Message: "the answer is " + fault, again: repeatable}
}

// onlyStart tells that a body is the start of a longer one, which is all that the call wants.
func (c call) onlyStart(body *spool.Spool) bool { return c.Start > 0 && body.Size() > c.Start }

// largestRead is how many bytes of a body are read at once.
const largestRead = 32 << 10

// fill spools a body, at most one byte more than the limit. Its length is -1 where the server does not
// say it. Most bodies are short, and so then are the buffers: of full size they would be most of what
// a fast run allocates. Seen is told all that is read.
func fill(source io.Reader, limit, length int64, isJSON bool, seen io.Writer) (*spool.Spool, error) {
	body := spool.New(spool.DefaultMemory)
	size := int64(largestRead)
	if length >= 0 {
		size = min(size, length+1)
	}
	buffered := bufio.NewReaderSize(source, int(size))
	if isJSON {
		if head, err := buffered.Peek(len(byteOrderMark)); err == nil && string(head) == byteOrderMark {
			if _, err := buffered.Discard(len(byteOrderMark)); err != nil {
				return body, err
			}
		}
	}
	_, err := io.CopyBuffer(body, io.TeeReader(io.LimitReader(buffered, limit+1), seen), make([]byte, size))
	return body, err
}

func firstBytes(body *spool.Spool, keep int) []byte {
	head := make([]byte, min(int64(keep), body.Size()))
	n, err := body.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil
	}
	return head[:n]
}

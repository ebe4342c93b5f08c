package record

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/go-json-experiment/json/jsontext"
)

// ArrayError tells where a JSON array of records could not be read.
type ArrayError struct {
	// Element is the number of the element at fault, from 1 on; one more than there are
	// elements if the fault lies after the last.
	Element int
	// Offset is the position of the fault in bytes from the beginning.
	Offset int64
	Err    error
}

// Error names the element and the position.
func (e *ArrayError) Error() string {
	return fmt.Sprintf("element %d (at byte %d): %v", e.Element, e.Offset, e.Err)
}

// Unwrap gives the cause, io.ErrUnexpectedEOF for an array that was cut off.
func (e *ArrayError) Unwrap() error { return e.Err }

// arrayBuffer is how many bytes of an array are read at once.
const arrayBuffer = 256 << 10

// Array reads a JSON array of objects and gives each element as soon as it is complete. Memory
// does not grow with the number of elements, and an element above the limits is an error. A
// record's bytes are valid only until the next step; Clone keeps them. The sequence ends after its
// first error, which is an *ArrayError, and can be gone through once.
func Array(r io.Reader, l Limits) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		// The decoder asks for some kilobytes at a time, which would be as many system calls.
		buffered := bufio.NewReaderSize(r, arrayBuffer)
		source := &bounded{reader: buffered}
		a := arrayReader{source: source, decoder: jsontext.NewDecoder(source, Lenient()), limits: l.WithDefaults()}
		for {
			rec, more, err := a.next()
			if err != nil {
				yield(Record{}, err)
				return
			}
			if !more || !yield(rec, nil) {
				return
			}
		}
	}
}

type arrayReader struct {
	source  *bounded
	decoder *jsontext.Decoder
	limits  Limits
	opened  bool
	// element is the number of the element being read.
	element int
	// begins is where it begins, in bytes.
	begins int64
}

func (a *arrayReader) next() (rec Record, more bool, err error) {
	a.element++
	a.source.left = a.limits.Size
	if !a.opened {
		a.opened = true
		if err := a.open(); err != nil {
			return Record{}, false, err
		}
	}
	if a.decoder.PeekKind() == jsontext.KindEndArray {
		return Record{}, false, a.end()
	}
	a.begins = a.decoder.InputOffset()
	raw, err := a.decoder.ReadValue()
	if err != nil {
		return Record{}, false, a.failed(err)
	}
	if rec, err = New(raw); err == nil {
		err = a.limits.Check(raw)
	}
	if err != nil {
		return Record{}, false, &ArrayError{a.element, a.decoder.InputOffset() - int64(len(raw)), err}
	}
	return rec, true, nil
}

// open reads the opening bracket.
func (a *arrayReader) open() error {
	kind := a.decoder.PeekKind()
	if kind == jsontext.KindBeginArray || kind == jsontext.KindInvalid {
		if _, err := a.decoder.ReadToken(); err != nil {
			return a.failed(err)
		}
		return nil
	}
	return &ArrayError{
		a.element, a.decoder.InputOffset(),
		fmt.Errorf("a JSON array was expected, not %s", Describe(Value{byte(kind)})),
	}
}

// end reads the closing bracket and makes sure that nothing follows.
func (a *arrayReader) end() error {
	if _, err := a.decoder.ReadToken(); err != nil {
		return a.failed(err)
	}
	if a.decoder.PeekKind() != jsontext.KindInvalid {
		return &ArrayError{a.element, a.decoder.InputOffset(), errors.New("there is more after the end of the array")}
	}
	if _, err := a.decoder.ReadToken(); !errors.Is(err, io.EOF) {
		return a.failed(fmt.Errorf("after the end of the array: %w", err))
	}
	return nil
}

func (a *arrayReader) failed(err error) error {
	offset := a.decoder.InputOffset()
	if syntax, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		offset = syntax.ByteOffset
	}
	if err = a.limits.Explain(err); errors.Is(err, errTooLarge) {
		return &ArrayError{a.element, a.begins, a.limits.TooLarge()}
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = fmt.Errorf("the array is cut off: %w", io.ErrUnexpectedEOF)
	}
	return &ArrayError{a.element, offset, err}
}

// errTooLarge says that an element was not read to its end.
var errTooLarge = errors.New("the element is too large")

// bounded lets so many bytes through and then fails.
type bounded struct {
	reader io.Reader
	left   int
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left == 0 && len(p) > 0 {
		return 0, errTooLarge
	}
	n, err := b.reader.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}

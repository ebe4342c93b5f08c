package input

import (
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// jsonReader reads JSON: an array of records, one record, the API's own object around an array, or
// several of these one after the other.
type jsonReader struct {
	content

	typer   *typer
	window  *window
	decoder *jsontext.Decoder
	// inArray and inWrapper tell where the decoder stands.
	inArray, inWrapper bool
}

func newJSONReader(c content, t *decoded) *jsonReader {
	w := newWindow(t, c.options.Limits)
	return &jsonReader{
		content: c, typer: newTyper(c.options), window: w,
		// A name that stands twice is told of with the record, which the decoder would not reach.
		decoder: jsontext.NewDecoder(w, jsontext.AllowDuplicateNames(true)),
	}
}

func (j *jsonReader) next() (Item, error) {
	for {
		kind := j.decoder.PeekKind()
		switch {
		case j.inArray && kind == jsontext.KindEndArray:
			if err := j.endArray(); err != nil {
				return Item{}, err
			}
		case j.inArray:
			raw, err := j.decoder.ReadValue()
			if err != nil {
				return Item{}, j.explain(err)
			}
			end := j.decoder.InputOffset()
			return j.item(end-int64(len(raw)), end)
		case kind == jsontext.KindBeginArray:
			j.inArray = true
			if err := j.bracket(); err != nil {
				return Item{}, err
			}
		case kind == jsontext.KindBeginObject:
			item, unwrapped, err := j.object()
			if err != nil || !unwrapped {
				return item, err
			}
		default:
			return Item{}, j.noRecord()
		}
	}
}

// object reads a record, or up to the first element of the API's own object.
func (j *jsonReader) object() (item Item, unwrapped bool, err error) {
	if err := j.bracket(); err != nil {
		return Item{}, false, err
	}
	begin := j.decoder.InputOffset() - 1
	for first := true; j.decoder.PeekKind() != jsontext.KindEndObject; first = false {
		name, err := j.decoder.ReadToken()
		if err != nil {
			return Item{}, false, j.explain(err)
		}
		if name.String() == j.options.Wrapper && j.decoder.PeekKind() == jsontext.KindBeginArray {
			if !first {
				return Item{}, false, j.besideWrapper()
			}
			j.inArray, j.inWrapper = true, true
			return Item{}, true, j.bracket()
		}
		if err := j.decoder.SkipValue(); err != nil {
			return Item{}, false, j.explain(err)
		}
	}
	if err := j.bracket(); err != nil {
		return Item{}, false, err
	}
	item, err = j.item(begin, j.decoder.InputOffset())
	return item, false, err
}

// endArray reads the bracket after the last element, and that of the object around it.
func (j *jsonReader) endArray() error {
	j.inArray = false
	if err := j.bracket(); err != nil {
		return err
	}
	if !j.inWrapper {
		return nil
	}
	j.inWrapper = false
	if kind := j.decoder.PeekKind(); kind != jsontext.KindEndObject && kind != jsontext.KindInvalid {
		return j.besideWrapper()
	}
	return j.bracket()
}

func (j *jsonReader) besideWrapper() error {
	return j.failedAt(j.decoder.InputOffset(), fmt.Errorf("beside %s there is another member; leave only the list", j.options.Wrapper))
}

func (j *jsonReader) bracket() error {
	if _, err := j.decoder.ReadToken(); err != nil {
		return j.explain(err)
	}
	return nil
}

// item makes an item of the bytes between two positions.
func (j *jsonReader) item(begin, end int64) (Item, error) {
	line, raw := j.window.lineAt(begin), j.window.text(begin, end)
	j.window.advance(end)
	item, err := j.jsonItem(raw, j.typer)
	if err != nil {
		return Item{}, &skippable{j.failed(line, err)}
	}
	item.Line = line
	return item, nil
}

// noRecord says why there is no record where one should begin; io.EOF at the end of the input.
func (j *jsonReader) noRecord() error {
	token, err := j.decoder.ReadToken()
	switch {
	case errors.Is(err, io.EOF) && j.decoder.InputOffset() == 0:
		return j.failed(0, errors.New("it is empty; an object or an array of objects is needed"))
	case errors.Is(err, io.EOF):
		return io.EOF
	case err != nil:
		return j.explain(err)
	}
	return j.failedAt(j.decoder.InputOffset(), fmt.Errorf("an object or an array of objects is needed, not %s",
		record.Describe(record.Value{byte(token.Kind())})))
}

func (j *jsonReader) explain(err error) error {
	if j.window.err != nil {
		return j.failed(0, j.window.err)
	}
	at := j.decoder.InputOffset()
	if syntax, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		at = syntax.ByteOffset
	}
	return j.failedAt(at, plainJSONError(j.options.Limits.Explain(err)))
}

func (j *jsonReader) failedAt(position int64, err error) error {
	return j.failed(j.window.lineAt(position), err)
}

// plainJSONError takes off what only programmers can read: line and file say where.
func plainJSONError(err error) error {
	var syntax *jsontext.SyntacticError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the JSON ends too early; is the file cut off?")
	case errors.As(err, &syntax):
		return fmt.Errorf("the JSON is not valid: %w", syntax.Err)
	}
	return err
}

package compile

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"
)

// treeOfJSON reads a file in JSON, whole.
func treeOfJSON(text []byte) (*value, error) {
	r := &jsonTree{
		text: text, line: 1,
		decoder: jsontext.NewDecoder(bytes.NewReader(text), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)),
	}
	root, err := r.next()
	if err == nil {
		if _, after := r.decoder.ReadToken(); after == nil {
			err = errors.New("there is more after its end")
		}
	}
	if err != nil {
		return nil, fmt.Errorf("line %d: %w", r.lineNow(), err)
	}
	return root, nil
}

type jsonTree struct {
	text    []byte
	decoder *jsontext.Decoder
	// line is that of the byte at counted.
	line, counted int
}

// lineNow counts the lines up to where the decoder stands.
func (r *jsonTree) lineNow() int {
	at := min(int(r.decoder.InputOffset()), len(r.text))
	r.line += bytes.Count(r.text[r.counted:at], []byte{'\n'})
	r.counted = at
	return r.line
}

func (r *jsonTree) next() (*value, error) {
	token, err := r.decoder.ReadToken()
	if err != nil {
		return nil, err
	}
	v := &value{line: r.lineNow()}
	switch token.Kind() {
	case jsontext.KindBeginObject:
		v.kind = objectValue
		return v, r.members(v)
	case jsontext.KindBeginArray:
		v.kind = arrayValue
		return v, r.elements(v)
	case jsontext.KindString:
		v.kind, v.text = textValue, token.String()
	case jsontext.KindNumber:
		v.kind, v.text = numberValue, token.String()
	case jsontext.KindTrue, jsontext.KindFalse:
		v.kind, v.text = booleanValue, token.String()
	default: // null
	}
	return v, nil
}

func (r *jsonTree) members(v *value) error {
	for r.decoder.PeekKind() != jsontext.KindEndObject {
		name, err := r.decoder.ReadToken()
		if err != nil {
			return err
		}
		text := name.String()
		line := r.lineNow()
		member, err := r.next()
		if err != nil {
			return err
		}
		member.line = line // that of its name, which is where people look for it
		v.names, v.items = append(v.names, text), append(v.items, member)
	}
	_, err := r.decoder.ReadToken()
	return err
}

func (r *jsonTree) elements(v *value) error {
	for r.decoder.PeekKind() != jsontext.KindEndArray {
		element, err := r.next()
		if err != nil {
			return err
		}
		v.items = append(v.items, element)
	}
	_, err := r.decoder.ReadToken()
	return err
}

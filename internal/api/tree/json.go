package tree

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"
)

// treeOfJSON reads a file in JSON, whole.
func treeOfJSON(text []byte) (*Value, error) {
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

func (r *jsonTree) next() (*Value, error) {
	token, err := r.decoder.ReadToken()
	if err != nil {
		return nil, err
	}
	v := &Value{Line: r.lineNow()}
	switch token.Kind() {
	case jsontext.KindBeginObject:
		v.Kind = Object
		return v, r.members(v)
	case jsontext.KindBeginArray:
		v.Kind = Array
		return v, r.elements(v)
	case jsontext.KindString:
		v.Kind, v.Text = Text, token.String()
	case jsontext.KindNumber:
		v.Kind, v.Text = Number, token.String()
	case jsontext.KindTrue, jsontext.KindFalse:
		v.Kind, v.Text = Boolean, token.String()
	default: // null
	}
	return v, nil
}

func (r *jsonTree) members(v *Value) error {
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
		member.Line = line // that of its name, which is where people look for it
		v.Names, v.Items = append(v.Names, text), append(v.Items, member)
	}
	_, err := r.decoder.ReadToken()
	return err
}

func (r *jsonTree) elements(v *Value) error {
	for r.decoder.PeekKind() != jsontext.KindEndArray {
		element, err := r.next()
		if err != nil {
			return err
		}
		v.Items = append(v.Items, element)
	}
	_, err := r.decoder.ReadToken()
	return err
}

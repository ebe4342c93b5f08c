package tree

import (
	"bytes"
	"errors"
	"fmt"
)

// Read reads a file in JSON or YAML.
func Read(text []byte) (*Value, error) {
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	begins := bytes.TrimSpace(text)
	switch {
	case len(begins) == 0:
		return nil, errors.New("line 1: it is empty")
	case begins[0] == '<':
		return nil, errors.New("line 1: it is HTML or XML, not OpenAPI; download the OpenAPI file itself, in JSON or YAML")
	case bytes.IndexByte(text[:min(len(text), 1024)], 0) >= 0:
		return nil, errors.New("line 1: it is no text and so not an OpenAPI file")
	}
	var problem error
	if begins[0] == '{' {
		root, err := treeOfJSON(text)
		if err == nil {
			return root, nil
		}
		problem = fmt.Errorf("it is not an OpenAPI file, for it is not JSON: %w", err)
	}
	root, err := treeOfYAML(text)
	if err != nil {
		err = fmt.Errorf("it is not an OpenAPI file, for it is neither JSON nor YAML: %w", err)
		if problem != nil {
			err = problem
		}
		return nil, err
	}
	return root, nil
}

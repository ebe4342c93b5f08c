package schema

import (
	"errors"
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api/tree"
)

// Document is the file that a description stands in. Its references lead to other places in it, and nowhere else.
type Document struct{ Root *tree.Value }

// Find gives what a reference leads to, and the name by which that is known.
func (d *Document) Find(reference string) (*tree.Value, string, error) {
	address, path, _ := strings.Cut(reference, "#")
	if address != "" {
		return nil, "", &ElsewhereError{Address: address}
	}
	found := d.Root.Pointer(path)
	if found == nil || path != "" && !strings.HasPrefix(path, "/") {
		return nil, "", &DanglingError{reference}
	}
	return found, "#" + path, nil
}

// DanglingError says that a reference leads nowhere.
type DanglingError struct{ Reference string }

func (e *DanglingError) Error() string { return e.Reference + " cannot be found" }

// ElsewhereError says that a description refers to another file, or to another server.
type ElsewhereError struct{ Address string }

// Error names the file.
func (e *ElsewhereError) Error() string {
	return fmt.Sprintf("it refers to another file, %s, which is not followed", e.Address)
}

// Resolve follows the references of anything but a schema.
func (d *Document) Resolve(s *tree.Value) (*tree.Value, error) {
	const most = 20
	for range most {
		reference := s.Str("$ref")
		if reference == "" {
			return s, nil
		}
		found, _, err := d.Find(reference)
		if err != nil {
			return s, err
		}
		s = found
	}
	return s, errors.New("its references lead round in a circle")
}

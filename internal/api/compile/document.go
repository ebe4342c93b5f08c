package compile

import (
	"errors"
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/overlay"
	"github.com/aimsio-cli/aimsio/internal/api/tree"
)

// document is the file that a description stands in. Its references lead to other places in it, and nowhere else.
type document struct {
	root *tree.Value
	// warnings tell what of the overlays did nothing.
	warnings []api.Note
}

// openDescription reads a file, with its overlays applied, and sees that it is an OpenAPI 3 description.
func openDescription(text []byte, overlays []overlay.File) (*document, error) {
	root, err := tree.Read(text)
	if err != nil {
		return nil, err
	}
	if err := checkVersion(root); err != nil {
		return nil, err
	}
	if len(overlays) == 0 {
		return &document{root: root}, nil
	}
	corrected, idle, err := overlay.Apply(text, overlays)
	if err != nil {
		return nil, err
	}
	given := root
	if root, err = tree.Read(corrected); err != nil {
		return nil, fmt.Errorf("with its overlays applied: %w", err)
	}
	root.TakeLines(given, map[*tree.Value]bool{})
	d := &document{root: root}
	for _, action := range idle {
		at := action.Overlay
		if action.Line > 0 {
			at = fmt.Sprintf("%s, line %d", at, action.Line)
		}
		d.warnings = append(d.warnings, api.Note{What: "overlay", Value: action.Target, From: at + ": " + action.Why, Warning: true})
	}
	return d, nil
}

func checkVersion(root *tree.Value) error {
	version := root.Str("openapi")
	switch old := root.Str("swagger"); {
	case version == "" && old != "":
		return fmt.Errorf("version %s of the format is not read, only OpenAPI 3: convert it first, "+
			"with \"npx swagger2openapi FILE\" or at https://converter.swagger.io", old)
	case version == "":
		return errors.New("it is not an OpenAPI file: it does not say \"openapi: 3…\" at its top")
	case version != "3" && !strings.HasPrefix(version, "3."):
		return fmt.Errorf("version %s of the format is not read, only OpenAPI 3.0 and 3.1; convert it first", version)
	}
	return nil
}

// find gives what a reference leads to, and the name by which that is known.
func (d *document) find(reference string) (*tree.Value, string, error) {
	address, path, _ := strings.Cut(reference, "#")
	if address != "" {
		return nil, "", &ElsewhereError{Address: address}
	}
	found := d.root.Pointer(path)
	if found == nil || path != "" && !strings.HasPrefix(path, "/") {
		return nil, "", &danglingError{reference}
	}
	return found, "#" + path, nil
}

// danglingError says that a reference leads nowhere.
type danglingError struct{ reference string }

func (e *danglingError) Error() string { return e.reference + " cannot be found" }

// ElsewhereError says that a description refers to another file, or to another server.
type ElsewhereError struct{ Address string }

// Error names the file.
func (e *ElsewhereError) Error() string {
	return fmt.Sprintf("it refers to another file, %s, which is not followed", e.Address)
}

// resolve follows the references of anything but a schema.
func (d *document) resolve(s *tree.Value) (*tree.Value, error) {
	const most = 20
	for range most {
		reference := s.Str("$ref")
		if reference == "" {
			return s, nil
		}
		found, _, err := d.find(reference)
		if err != nil {
			return s, err
		}
		s = found
	}
	return s, errors.New("its references lead round in a circle")
}

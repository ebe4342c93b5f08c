package compile

import (
	"errors"
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/overlay"
	"github.com/aimsio-cli/aimsio/internal/api/tree"
)

// openDescription reads a file, with its overlays applied, and sees that it is an OpenAPI 3 description. The warnings
// tell what of the overlays did nothing.
func openDescription(text []byte, overlays []overlay.File) (root *tree.Value, warnings []api.Note, err error) {
	if root, err = tree.Read(text); err != nil {
		return nil, nil, err
	}
	if err := checkVersion(root); err != nil || len(overlays) == 0 {
		return root, nil, err
	}
	corrected, idle, err := overlay.Apply(text, overlays)
	if err != nil {
		return nil, nil, err
	}
	given := root
	if root, err = tree.Read(corrected); err != nil {
		return nil, nil, fmt.Errorf("with its overlays applied: %w", err)
	}
	root.TakeLines(given, map[*tree.Value]bool{})
	for _, action := range idle {
		at := action.Overlay
		if action.Line > 0 {
			at = fmt.Sprintf("%s, line %d", at, action.Line)
		}
		warnings = append(warnings, api.Note{What: "overlay", Value: action.Target, From: at + ": " + action.Why, Warning: true})
	}
	return root, warnings, nil
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

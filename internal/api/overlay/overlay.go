package overlay

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/pb33f/go-yaml"
	high "github.com/pb33f/libopenapi/datamodel/high/overlay"
	"github.com/pb33f/libopenapi/datamodel/low"
	lowoverlay "github.com/pb33f/libopenapi/datamodel/low/overlay"
	"github.com/pb33f/libopenapi/overlay"
)

// File is an overlay as it was given, with the name by which messages speak of it.
type File struct {
	Name    string
	Content []byte
}

// Idle is an action that changed nothing.
type Idle struct {
	// Overlay is the name of the file, Target the JSONPath of the action.
	Overlay, Target string
	// Line is where the target stands in the overlay, 0 where that is not known.
	Line int
	Why  string
}

// Apply gives a description, in JSON or YAML, with overlays applied to it one after the other, and the actions that
// did nothing, since a mistyped target is none that may pass in silence.
func Apply(description []byte, files []File) (corrected []byte, idle []Idle, err error) {
	description = unescaped(description)
	for _, file := range files {
		document, err := read(file.Content)
		if err != nil {
			return nil, nil, fmt.Errorf("the overlay %s: %w", file.Name, err)
		}
		result, err := overlay.Apply(description, document)
		if err != nil {
			return nil, nil, fmt.Errorf("the overlay %s: %w", file.Name, plain(err))
		}
		description = result.Bytes
		for _, warning := range result.Warnings {
			idle = append(idle, Idle{Overlay: file.Name, Target: warning.Target, Line: lineOf(warning.Action), Why: why(warning.Message)})
		}
		idle = append(idle, empty(file.Name, document)...)
	}
	return description, idle, nil
}

// unescaped writes the characters that JSON writes as pairs of escapes, such as "\ud83d\ude00", as they are: YAML, as which
// the library may read JSON, knows no pairs. What has none stays as it is, and so do its lines.
func unescaped(content []byte) []byte {
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	if start := bytes.TrimSpace(content); len(start) == 0 || start[0] != '{' || !bytes.Contains(content, []byte(`\u`)) {
		return content
	}
	plain, err := jsontext.AppendFormat(nil, content,
		jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true), jsontext.WithIndent(" "))
	if err != nil {
		return content // which is no JSON
	}
	return plain
}

// read reads an overlay, as the library's own reading of whole documents does.
func read(content []byte) (*high.Overlay, error) {
	var node yaml.Node
	if err := yaml.Unmarshal(unescaped(content), &node); err != nil {
		return nil, fmt.Errorf("it is neither JSON nor YAML: %s", strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if len(node.Content) == 0 || node.Content[0].Kind != yaml.MappingNode {
		return nil, errNone
	}
	root := node.Content[0]
	var document lowoverlay.Overlay
	if err := low.BuildModel(root, &document); err != nil {
		return nil, fmt.Errorf("it is not an OpenAPI Overlay: %w", err)
	}
	if err := document.Build(context.Background(), nil, root, nil); err != nil {
		return nil, fmt.Errorf("it is not an OpenAPI Overlay: %w", err)
	}
	if document.Overlay.Value == "" {
		return nil, errNone
	}
	return high.NewOverlay(&document), nil
}

var errNone = errors.New("it is not an OpenAPI Overlay: it does not say \"overlay: 1…\" at its top")

// plain puts the library's errors into words that say what to do.
func plain(err error) error {
	target := ""
	if failed, ok := errors.AsType[*overlay.OverlayError](err); ok && failed.Action != nil {
		target = fmt.Sprintf("%starget %s: ", line(lineOf(failed.Action)), failed.Action.Target)
		err = failed.Cause
	}
	switch {
	case errors.Is(err, overlay.ErrInvalidJSONPath):
		return fmt.Errorf("%sit is no JSONPath: a name with a slash or a brace stands in ['…']", target)
	case errors.Is(err, overlay.ErrIncompatibleUpdate):
		return fmt.Errorf("%sits update is of another kind than what is there", target)
	}
	return fmt.Errorf("%s%w", target, err)
}

func line(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("line %d: ", n)
}

// lineOf is the line of an action's target.
func lineOf(action *high.Action) int {
	if action == nil || action.GoLow() == nil || action.GoLow().Target.KeyNode == nil {
		return 0
	}
	return action.GoLow().Target.KeyNode.Line
}

// why puts the library's warnings into words of ours.
func why(message string) string {
	if strings.Contains(message, "zero nodes") {
		return "nothing in the description matches its target, so it changed nothing"
	}
	return message
}

// empty finds actions that say neither what to update nor to remove.
func empty(name string, document *high.Overlay) (idle []Idle) {
	for _, action := range document.Actions {
		if action.Update == nil && !action.Remove && action.Copy == "" && action.Ref == "" {
			idle = append(idle, Idle{Overlay: name, Target: action.Target, Line: lineOf(action),
				Why: "it has neither \"update\" nor \"remove\", so it changed nothing",
			})
		}
	}
	return idle
}

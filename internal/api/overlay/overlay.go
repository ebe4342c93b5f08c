package overlay

import (
	"fmt"

	"github.com/pb33f/go-yaml"
	"github.com/pb33f/jsonpath/pkg/jsonpath"
	"github.com/pb33f/jsonpath/pkg/jsonpath/config"
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
	if len(files) == 0 {
		return description, nil, nil
	}
	root, err := parse(description)
	if err != nil {
		return nil, nil, err
	}
	for _, file := range files {
		actions, err := read(file.Content)
		if err != nil {
			return nil, nil, fmt.Errorf("the overlay %s: %w", file.Name, err)
		}
		for _, action := range actions {
			why, err := action.apply(root)
			if err != nil {
				return nil, nil, fmt.Errorf("the overlay %s: %w", file.Name, action.at(err))
			}
			if why != "" {
				idle = append(idle, Idle{Overlay: file.Name, Target: action.target, Line: action.line, Why: why})
			}
		}
	}
	corrected, err = yaml.Marshal(root)
	return corrected, idle, err
}

// apply does what an action says, and tells why it changed nothing where that is so.
func (a action) apply(root *yaml.Node) (why string, err error) {
	found, err := query(root, a.target)
	if err != nil {
		return "", err
	}
	switch {
	case len(found) == 0:
		return "nothing in the description matches its target, so it changed nothing", nil
	case a.remove:
		remove(root, found)
		return "", nil
	case a.update != nil && a.copy != "":
		return `it has both "update" and "copy", so it changed nothing: write two actions`, nil
	case a.copy != "":
		source, err := query(root, a.copy)
		if err != nil {
			return "", err
		}
		if len(source) != 1 {
			return "", fmt.Errorf("copy %s: it matches %d places, not one", a.copy, len(source))
		}
		// As it is now: what is copied may be one of the places that change.
		return "", update(found, clone(source[0]))
	case a.update != nil:
		return "", update(found, a.update)
	}
	return `it has neither "update" nor "remove", so it changed nothing`, nil
}

func query(root *yaml.Node, target string) ([]*yaml.Node, error) {
	path, err := jsonpath.NewPath(target, config.WithPropertyNameExtension(), config.WithLazyContextTracking())
	if err != nil {
		return nil, fmt.Errorf("it is no JSONPath: a name with a slash or a brace stands in ['…']")
	}
	return path.Query(root), nil
}

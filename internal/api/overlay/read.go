package overlay

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/pb33f/go-yaml"

	"github.com/aimsio-cli/aimsio/internal/api/tree"
)

// action is one correction of an overlay.
type action struct {
	// target is the JSONPath of what it corrects, line where that stands in the overlay.
	target string
	line   int
	// update is merged into what is there, nil for none; copy is the JSONPath of what is merged instead.
	update *yaml.Node
	copy   string
	remove bool
}

// at puts an error of the action beside the place where it stands.
func (a action) at(err error) error {
	return fmt.Errorf("line %d: target %s: %w", a.line, a.target, err)
}

var errNone = errors.New("it is not an OpenAPI Overlay: it does not say \"overlay: 1…\" at its top")

// read reads an overlay and sees that it is one, in a version that is known.
func read(content []byte) ([]action, error) {
	document, err := parse(content)
	if err != nil {
		return nil, fmt.Errorf("it is neither JSON nor YAML: %s", strings.TrimPrefix(err.Error(), "yaml: "))
	}
	var head struct {
		Overlay string
		Info    struct{ Title, Version string }
		Actions []yaml.Node
	}
	if len(document.Content) == 0 || document.Content[0].Kind != yaml.MappingNode || member(document.Content[0], "overlay") == nil {
		return nil, errNone
	}
	if err := document.Decode(&head); err != nil {
		return nil, fmt.Errorf("it is not an OpenAPI Overlay: %w", err)
	}
	switch {
	case head.Overlay == "":
		return nil, errNone
	case !regexp.MustCompile(`^1\.\d+(\.\d+)?$`).MatchString(head.Overlay):
		return nil, fmt.Errorf("version %s of the format is not read, only 1.0 and 1.1", head.Overlay)
	case head.Info.Title == "" || head.Info.Version == "":
		return nil, errors.New("it says no \"title\" or no \"version\" in its \"info\"")
	case len(head.Actions) == 0:
		return nil, errors.New("it has no actions")
	}
	actions := make([]action, 0, len(head.Actions))
	for i := range head.Actions {
		one, err := readAction(&head.Actions[i])
		if err != nil {
			return nil, err
		}
		actions = append(actions, one)
	}
	return actions, nil
}

func readAction(node *yaml.Node) (action, error) {
	var fields struct {
		Target, Copy string
		Remove       bool
		Ref          string `yaml:"$ref"`
	}
	if err := node.Decode(&fields); err != nil {
		return action{}, fmt.Errorf("line %d: %w", node.Line, err)
	}
	key := member(node, "target")
	if fields.Target == "" || key == nil {
		return action{}, fmt.Errorf("line %d: the action has no target", node.Line)
	}
	one := action{target: fields.Target, line: key.Line, copy: fields.Copy, remove: fields.Remove}
	if fields.Ref != "" {
		return action{}, one.at(errors.New("actions by \"$ref\" are not read: write what it does in its place"))
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == "update" {
			one.update = node.Content[i+1]
		}
	}
	return one, nil
}

// member is the name of a member as it stands in an object, nil for none.
func member(object *yaml.Node, name string) *yaml.Node {
	for i := 0; i+1 < len(object.Content); i += 2 {
		if object.Content[i].Value == name {
			return object.Content[i]
		}
	}
	return nil
}

// parse reads JSON or YAML. JSON is not read as YAML, which knows neither pairs of escapes ("\ud83d\ude00") nor names
// of any length.
func parse(content []byte) (*yaml.Node, error) {
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	if bytes.HasPrefix(bytes.TrimSpace(content), []byte("{")) {
		if value, err := tree.Read(content); err == nil {
			return &yaml.Node{Kind: yaml.DocumentNode, Content: []*yaml.Node{nodeOf(value)}}, nil
		}
	}
	var document yaml.Node
	if err := yaml.Unmarshal(content, &document); err != nil {
		return nil, err
	}
	if len(document.Content) > 0 {
		// What stands for itself, and what would grow without end, is refused by the one who reads descriptions.
		if _, err := tree.Read(content); err != nil {
			return nil, err
		}
	}
	return &document, nil
}

func nodeOf(value *tree.Value) *yaml.Node {
	node := &yaml.Node{Kind: yaml.ScalarNode, Line: value.Line, Value: value.Text}
	switch value.Kind {
	case tree.Object:
		node.Kind, node.Tag = yaml.MappingNode, "!!map"
	case tree.Array:
		node.Kind, node.Tag = yaml.SequenceNode, "!!seq"
	case tree.Text:
		node.Tag, node.Style = "!!str", yaml.DoubleQuotedStyle
	case tree.Null:
		node.Tag, node.Value = "!!null", "null"
	case tree.Number, tree.Boolean:
	}
	for i, item := range value.Items {
		if value.Kind == tree.Object {
			name := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Style: yaml.DoubleQuotedStyle, Value: value.Names[i], Line: item.Line}
			node.Content = append(node.Content, name)
		}
		node.Content = append(node.Content, nodeOf(item))
	}
	return node
}

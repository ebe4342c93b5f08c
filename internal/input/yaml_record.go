package input

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"
	"go.yaml.in/yaml/v3"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/check"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// maxSpread is how many nodes the aliases of one document may repeat. Anchors are for a few
// common values; a few lines of aliases of aliases would fill any memory.
const maxSpread = 100_000

// nodeBuilder makes JSON of the YAML nodes of one document.
type nodeBuilder struct {
	content

	typer *typer
	// spread counts the nodes that aliases of the document have repeated.
	spread int
	// active are the anchors that are being spread, to find one inside itself.
	active map[*yaml.Node]bool

	// These are of one record. aliased tells that it has aliases.
	out     []byte
	faults  []check.Fault
	aliased bool
}

func newNodeBuilder(c content, t *typer) *nodeBuilder {
	return &nodeBuilder{content: c, typer: t, active: map[*yaml.Node]bool{}}
}

// item makes an item of the node of a record.
func (b *nodeBuilder) item(node *yaml.Node) (Item, error) {
	if resolveAlias(node).Kind != yaml.MappingNode {
		return Item{}, errors.New("a record with fields is needed here, not a text or a list")
	}
	b.out, b.faults, b.aliased = nil, nil, false
	if err := b.append(node, &api.Field{Type: api.Object, Fields: b.options.Fields}, nil); err != nil {
		return Item{}, err
	}
	r, err := b.record(b.out)
	if err != nil {
		return Item{}, err
	}
	raw, err := rawYAML(node, b.out, b.aliased)
	if err != nil {
		return Item{}, err
	}
	return Item{Line: node.Line, Record: r, Raw: raw, Faults: b.faults}, nil
}

// rawYAML writes a record as YAML of its own. What aliases stand for is elsewhere in the document,
// so such a record is written as JSON, which is YAML too.
func rawYAML(node *yaml.Node, asJSON []byte, aliased bool) ([]byte, error) {
	if aliased {
		return bytes.Clone(asJSON), nil
	}
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := errors.Join(encoder.Encode(node), encoder.Close()); err != nil {
		return nil, fmt.Errorf("keeping the record: %w", err)
	}
	return bytes.TrimRight(out.Bytes(), "\n"), nil
}

func (b *nodeBuilder) append(node *yaml.Node, f *api.Field, path record.Path) error {
	if len(b.active) > 0 {
		b.spread++
		if b.spread > maxSpread {
			return fmt.Errorf("the aliases of the document repeat more than %d values", maxSpread)
		}
	}
	switch limits := b.options.Limits; {
	case len(b.out) > limits.Size:
		return limits.TooLarge()
	case len(path) > limits.Nesting: // before the recursion goes on
		return limits.TooDeep()
	}
	switch node.Kind {
	case yaml.AliasNode:
		return b.withAlias(node, func(n *yaml.Node) error { return b.append(n, f, path) })
	case yaml.MappingNode:
		return b.mapping(node, f, path)
	case yaml.SequenceNode:
		return b.sequence(node, f, path)
	default:
		b.scalar(node, f)
		return nil
	}
}

// withAlias does something with what an alias stands for.
func (b *nodeBuilder) withAlias(node *yaml.Node, with func(*yaml.Node) error) error {
	b.aliased = true
	if b.active[node.Alias] {
		return fmt.Errorf("the anchor %s is inside itself", node.Value)
	}
	b.active[node.Alias] = true
	defer delete(b.active, node.Alias)
	return with(node.Alias)
}

func (b *nodeBuilder) sequence(node *yaml.Node, f *api.Field, path record.Path) error {
	element := &api.Field{Type: f.Items, Fields: f.Fields}
	b.out = append(b.out, '[')
	for i, child := range node.Content {
		if i > 0 {
			b.out = append(b.out, ',')
		}
		if err := b.append(child, element, append(path, fmt.Sprint(i))); err != nil {
			return err
		}
	}
	b.out = append(b.out, ']')
	return nil
}

// scalar appends a text as its field's type asks, or as YAML itself takes it where no field is
// known. Quotes make a text of everything but a time or a day, as in JSON.
func (b *nodeBuilder) scalar(node *yaml.Node, f *api.Field) {
	const quotes = yaml.DoubleQuotedStyle | yaml.SingleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle
	quoted := node.Style&quotes != 0
	v := jsontext.Value(node.Value)
	switch tag := node.ShortTag(); {
	case tag == "!!null" && !quoted:
		b.out = append(b.out, "null"...)
	case f.Type.Epoch(), !quoted && (f.Type == api.Boolean || f.Type == api.Integer || f.Type == api.Number):
		b.out = b.typer.appendTyped(b.out, f, node.Value)
	case f.Type != api.String && !quoted && tag == "!!bool":
		value, _ := boolean(node.Value) // which YAML has found to be true or false
		b.out = append(b.out, value...)
	case f.Type != api.String && !quoted && (tag == "!!int" || tag == "!!float") && v.IsValid():
		b.out = append(b.out, node.Value...)
	default:
		b.out = appendText(b.out, node.Value)
	}
}

func resolveAlias(node *yaml.Node) *yaml.Node {
	if node.Kind == yaml.AliasNode && node.Alias != nil {
		return node.Alias
	}
	return node
}

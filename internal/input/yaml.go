package input

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// yamlReader reads YAML: documents that are one record, a list of records, or the API's own object
// around a list.
type yamlReader struct {
	content

	typer   *typer
	limited *limited
	decoder *yaml.Decoder
	// nodes are the records of the document that are still to be given, and builder makes them.
	nodes   []*yaml.Node
	builder *nodeBuilder
}

func newYAMLReader(c content, t *decoded) *yamlReader {
	l := &limited{r: t, limits: c.options.Limits}
	return &yamlReader{content: c, typer: newTyper(c.options), limited: l, decoder: yaml.NewDecoder(l)}
}

func (y *yamlReader) next() (Item, error) {
	for len(y.nodes) == 0 {
		if err := y.document(); err != nil {
			return Item{}, err
		}
	}
	node := y.nodes[0]
	y.nodes = y.nodes[1:]
	item, err := y.builder.item(node)
	if err != nil {
		return Item{}, &skippable{y.failed(node.Line, err)}
	}
	return item, nil
}

// document reads the next document and finds its records.
func (y *yamlReader) document() error {
	y.limited.left = y.limited.limits.Size
	y.builder = newNodeBuilder(y.content, y.typer)
	var document yaml.Node
	if err := y.decoder.Decode(&document); err != nil {
		return y.explain(err)
	}
	if len(document.Content) == 0 {
		return nil
	}
	root := resolveAlias(document.Content[0])
	switch {
	case root.Kind == yaml.SequenceNode:
		y.nodes = root.Content
	case root.Kind == yaml.MappingNode:
		return y.mapping(root)
	case root.Kind == yaml.ScalarNode && root.ShortTag() == "!!null":
		// A document of comments, or one that a last "---" begins.
	default:
		return y.failed(root.Line, errors.New("a list of records or one record is needed, not a text"))
	}
	return nil
}

func (y *yamlReader) mapping(root *yaml.Node) error {
	for i := 0; i+1 < len(root.Content); i += 2 {
		list := resolveAlias(root.Content[i+1])
		if root.Content[i].Value != y.options.Wrapper || list.Kind != yaml.SequenceNode || y.options.Wrapper == "" {
			continue
		}
		if len(root.Content) > len("kv") {
			return y.failed(root.Line, fmt.Errorf("beside %s there is another member; leave only the list", y.options.Wrapper))
		}
		y.nodes = list.Content
		return nil
	}
	y.nodes = []*yaml.Node{root}
	return nil
}

// explain says why the YAML library gave up, and where.
func (y *yamlReader) explain(err error) error {
	if errors.Is(err, io.EOF) {
		return io.EOF
	}
	if y.limited.err != nil { // of which the library keeps only the words
		return y.failed(0, y.limited.err)
	}
	line, problem := text.YAMLFault(err)
	if strings.Contains(problem, "max depth") {
		return y.failed(0, fmt.Errorf("the document %s", y.limited.limits.TooDeep().Fault))
	}
	return y.failed(line, fmt.Errorf("the YAML is not valid: %s", problem))
}

// limited ends a document that is too large, and remembers why reading failed.
type limited struct {
	r      io.Reader
	limits record.Limits
	left   int
	err    error
}

func (l *limited) Read(p []byte) (int, error) {
	if l.left <= 0 {
		l.err = fmt.Errorf("a YAML document %s; write it as NDJSON, or as several documents", l.limits.TooLarge().Fault)
		return 0, l.err
	}
	n, err := l.r.Read(p[:min(len(p), l.left)])
	l.left -= n
	if err != nil && !errors.Is(err, io.EOF) {
		l.err = err
	}
	return n, err // io.EOF must stay as it is
}

package output

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// yamlWriter writes a sequence of mappings, each as soon as it comes, or one mapping.
// Members keep their order, repeated ones too, and numbers their digits.
type yamlWriter struct {
	out      *buffer
	records  *recordEncoder
	single   bool
	terminal bool
	count    int
	encoded  bytes.Buffer
}

func newYAML(w io.Writer, o Options) *yamlWriter {
	y := &yamlWriter{out: newBuffer(w), single: o.Single, terminal: o.Terminal}
	o.Terminal = false // the escapes are those of YAML
	y.records = newRecordEncoder(o)
	return y
}

func (y *yamlWriter) Write(r record.Record) error {
	if y.single && y.count > 0 {
		return errMoreThanOne()
	}
	y.count++
	node := yamlNode(y.records.encode(r))
	if !y.single {
		node = &yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{node}}
	}
	if err := y.encode(node); err != nil {
		return fmt.Errorf("writing record %d as YAML: %w", y.count, err)
	}
	encoded := y.encoded.Bytes()
	if y.terminal {
		encoded = text.EscapeJSON(nil, encoded)
	}
	if err := y.out.write(encoded); err != nil {
		return err
	}
	return y.out.recordDone()
}

func (y *yamlWriter) encode(node *yaml.Node) error {
	y.encoded.Reset()
	encoder := yaml.NewEncoder(&y.encoded)
	encoder.SetIndent(2)
	if err := encoder.Encode(node); err != nil {
		return fmt.Errorf("encoding: %w", err)
	}
	if err := encoder.Close(); err != nil {
		return fmt.Errorf("encoding: %w", err)
	}
	return nil
}

func (y *yamlWriter) Close() error {
	if y.count == 0 && !y.single {
		if err := y.out.write([]byte("[]\n")); err != nil {
			return err
		}
	}
	if err := y.out.flush(); err != nil {
		return err
	}
	return y.records.check()
}

func (y *yamlWriter) Settled() bool { return y.records.settled() }

func yamlNode(v record.Value) *yaml.Node {
	switch v.Kind() {
	case jsontext.KindBeginObject:
		node := &yaml.Node{Kind: yaml.MappingNode}
		for name, value := range record.Members(v) {
			node.Content = append(node.Content, yamlText(name), yamlNode(value))
		}
		return node
	case jsontext.KindBeginArray:
		node := &yaml.Node{Kind: yaml.SequenceNode}
		for value := range record.Elements(v) {
			node.Content = append(node.Content, yamlNode(value))
		}
		return node
	case jsontext.KindString:
		return yamlText(record.Text(v))
	case jsontext.KindNull:
		return &yaml.Node{Kind: yaml.ScalarNode, Value: "null"}
	default:
		return &yaml.Node{Kind: yaml.ScalarNode, Value: record.Text(v)}
	}
}

// yamlText makes a scalar that every YAML reader, of version 1.1 too, takes for a text.
func yamlText(s string) *yaml.Node {
	node := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
	switch {
	case strings.ContainsFunc(s, func(r rune) bool { return r != '\n' && text.Acts(r) }) || looksTyped(s):
		node.Style = yaml.DoubleQuotedStyle
	case strings.Contains(s, "\n"):
		node.Style = yaml.LiteralStyle
		if strings.HasPrefix(s, " ") || strings.HasPrefix(s, "\n") || strings.Contains(s, " \n") {
			node.Style = yaml.DoubleQuotedStyle
		}
	}
	return node
}

// looksTyped tells whether a plain text might be taken for a number, a date, a boolean or null.
func looksTyped(text string) bool {
	if first, _ := utf8.DecodeRuneInString(text); strings.ContainsRune("0123456789+-.=", first) {
		return true
	}
	switch strings.ToLower(text) {
	case "", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n":
		return true
	}
	return false
}

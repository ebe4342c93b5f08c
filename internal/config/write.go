package config

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/aimsio-cli/aimsio/internal/files"
)

// lockPatience is how long one who changes the configuration, or stored passwords, waits for another
// who does.
const lockPatience = 20 * time.Second

// edit reads the configuration, changes its YAML nodes and writes it back, with comments and order
// kept, while no other process changes it. Blank lines and indentation are those of the encoder. What
// would not be sound afterwards is left alone, so that a broken configuration takes the change that
// mends it and no other. A symbolic link stays one.
func (c *Config) edit(ctx context.Context, change func(root *yaml.Node) error) error {
	if c.err != nil && !c.file.read {
		return fmt.Errorf("the configuration is not changed, because it has to be mended first: %w", c.err)
	}
	path, err := c.paths.configFile()
	if err == nil {
		path, err = files.Follow(path)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("making the folder of %s: %w", path, err)
	}
	return files.Locked(ctx, path+".lock", lockPatience, func() error { return rewrite(path, change) })
}

func rewrite(path string, change func(root *yaml.Node) error) error {
	content, err := os.ReadFile(path) //nolint:gosec // the path is the user's own choice
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("reading the configuration: %w", err)
	}
	content, ends := lineEnds(content)
	var document yaml.Node
	if err := yaml.Unmarshal(content, &document); err != nil {
		return (&file{path: path}).notYAML(err)
	}
	var comments []byte
	if document.IsZero() {
		// The decoder gives nothing for a file that holds comments alone.
		comments = content
	}
	root := rootOf(&document)
	if root.Kind != yaml.MappingNode {
		return &FileError{Path: path, Line: root.Line, Problem: "keys with values are expected"}
	}
	if err := change(root); err != nil {
		return err
	}
	changed, err := encode(comments, &document)
	if err != nil {
		return fmt.Errorf("writing the configuration %s: %w", path, err)
	}
	if err := (&file{path: path}).parse(changed); err != nil {
		return fmt.Errorf("the configuration is not changed, because it would not be sound: %w", err)
	}
	return files.WriteWhole(path, bytes.ReplaceAll(changed, []byte("\n"), ends))
}

// lineEnds gives a text with plain line ends, and those that it had, by its first line: a file of an editor on Windows keeps
// its own. The decoder would leave a carriage return in every comment.
func lineEnds(text []byte) (plain, ends []byte) {
	plain, ends = text, []byte("\n")
	if first := bytes.IndexByte(text, '\n'); first > 0 && text[first-1] == '\r' {
		ends = []byte("\r\n")
		plain = bytes.ReplaceAll(text, ends, []byte("\n"))
	}
	return plain, ends
}

// rootOf gives the mapping of a document, which it makes in an empty one. Comments stay.
func rootOf(document *yaml.Node) *yaml.Node {
	document.Kind = yaml.DocumentNode
	if len(document.Content) == 0 {
		document.Content = []*yaml.Node{{Kind: yaml.MappingNode}}
	}
	root := document.Content[0]
	if isNull(root) {
		root.Kind, root.Tag, root.Value = yaml.MappingNode, "!!map", ""
	}
	return root
}

// encode writes the document behind comments, which may be none.
func encode(comments []byte, document *yaml.Node) ([]byte, error) {
	var out bytes.Buffer
	out.Write(comments)
	if len(comments) > 0 && !bytes.HasSuffix(comments, []byte("\n")) {
		out.WriteByte('\n')
	}
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := errors.Join(encoder.Encode(document), encoder.Close()); err != nil {
		return nil, fmt.Errorf("encoding YAML: %w", err)
	}
	return out.Bytes(), nil
}

// environmentsOf gives the list of environments, which it makes if there is none.
func environmentsOf(root *yaml.Node) (*yaml.Node, error) {
	i, ok := member(root, "environments")
	if !ok || isNull(root.Content[i+1]) {
		list := &yaml.Node{Kind: yaml.SequenceNode}
		setMember(root, "environments", list)
		return list, nil
	}
	list := resolve(root.Content[i+1])
	if list.Kind != yaml.SequenceNode {
		return nil, fmt.Errorf("%w: environments is not a list", ErrInvalid)
	}
	// A flow list ([]) would take comments and long entries badly.
	list.Style &^= yaml.FlowStyle
	return list, nil
}

// entryIndex finds the entry of an environment by its exact name, or gives -1.
func entryIndex(list *yaml.Node, name string) int {
	for i, entry := range list.Content {
		entry = resolve(entry)
		if at, ok := member(entry, "name"); ok && resolve(entry.Content[at+1]).Value == name {
			return i
		}
	}
	return -1
}

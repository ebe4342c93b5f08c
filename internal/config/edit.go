package config

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// Pair is a key and a value to be written.
type Pair struct {
	Key, Value string
}

// AddEnvironment writes a new entry, or the first one for a built-in environment, with its settings
// in the order given. Nothing is written if the name is taken or a value is wrong. The
// configuration in memory stays as it was loaded, here and in the other edits.
func (c *Config) AddEnvironment(ctx context.Context, name string, settings []Pair) error {
	name, err := (Definition{Key: "name", Kind: Name}).Check(name)
	if err != nil {
		return err
	}
	if c.Configured(name) {
		return taken(name)
	}
	entry := &yaml.Node{Kind: yaml.MappingNode}
	setMember(entry, "name", scalar(name))
	for _, pair := range settings {
		if err := setValue(entry, pair); err != nil {
			return err
		}
	}
	_, known := builtinNamed(name)
	if _, ok := member(entry, "url"); !ok && !known {
		return fmt.Errorf("%w: the environment %s needs a url", ErrInvalid, name)
	}
	return c.edit(ctx, func(root *yaml.Node) error {
		list, err := environmentsOf(root)
		if err != nil {
			return err
		}
		if entryIndex(list, name) >= 0 { // another process was faster
			return taken(name)
		}
		list.Content = append(list.Content, entry)
		return nil
	})
}

func taken(name string) error {
	return fmt.Errorf("%w: there is already an environment %s in the configuration", ErrInvalid, name)
}

// SetEnvironment writes settings of an environment, all or none. A built-in environment gets an entry
// by it. An empty value takes a setting out.
func (c *Config) SetEnvironment(ctx context.Context, name string, settings ...Pair) error {
	name, err := match(name, c.Names())
	if err != nil {
		return err
	}
	return c.edit(ctx, func(root *yaml.Node) error {
		list, err := environmentsOf(root)
		if err != nil {
			return err
		}
		i := entryIndex(list, name)
		if i < 0 {
			entry := &yaml.Node{Kind: yaml.MappingNode}
			setMember(entry, "name", scalar(name))
			list.Content, i = append(list.Content, entry), len(list.Content)
		}
		for _, pair := range settings {
			if err := setValue(resolve(list.Content[i]), pair); err != nil {
				return err
			}
		}
		return nil
	})
}

// Use makes an environment the one that commands work on where nothing else is said.
func (c *Config) Use(ctx context.Context, name string) error {
	name, err := match(name, c.Names())
	if err != nil {
		return err
	}
	return c.edit(ctx, func(root *yaml.Node) error {
		setMember(root, "env", scalar(name))
		return nil
	})
}

// Remove takes the entry of an environment out, and `env:` with it if that names the environment
// and none of that name is built in. A built-in environment goes back to what it was. Stored
// passwords are not touched; see Credentials.Forget.
func (c *Config) Remove(ctx context.Context, name string) error {
	name, err := match(name, c.Names())
	if err != nil {
		return err
	}
	if !c.Configured(name) {
		return fmt.Errorf("%w: the environment %s is built in and cannot be removed", ErrInvalid, name)
	}
	return c.edit(ctx, func(root *yaml.Node) error {
		list, err := environmentsOf(root)
		if err != nil {
			return err
		}
		if i := entryIndex(list, name); i >= 0 {
			list.Content = slices.Delete(list.Content, i, i+1)
		}
		if len(list.Content) == 0 {
			deleteMember(root, "environments")
		}
		_, known := builtinNamed(name)
		if i, ok := member(root, "env"); ok && !known && strings.EqualFold(root.Content[i+1].Value, name) {
			deleteMember(root, "env")
		}
		return nil
	})
}

// setValue checks a setting and puts it into an entry.
func setValue(entry *yaml.Node, pair Pair) error {
	d, ok := definition(pair.Key)
	if pair.Key == "password" {
		return fmt.Errorf("%w: a password is not kept in the configuration: run `aimsio auth login`", ErrInvalid)
	}
	if !ok || d.Scope != OfEnvironment {
		near := ""
		if names := api.Nearest(pair.Key, entryKeys(), 3); len(names) > 0 {
			near = fmt.Sprintf(": did you mean %s?", strings.Join(names, " or "))
		}
		return fmt.Errorf("%w: an environment has no setting %q%s", ErrInvalid, pair.Key, near)
	}
	if pair.Value == "" {
		deleteMember(entry, pair.Key)
		return nil
	}
	checked, err := d.Check(pair.Value)
	if err != nil {
		return err
	}
	setMember(entry, pair.Key, d.node(checked))
	return nil
}

// node writes numbers and switches plainly, and everything else as text.
func (d Definition) node(value string) *yaml.Node {
	switch d.Kind {
	case Switch, Whole, Number:
		return &yaml.Node{Kind: yaml.ScalarNode, Value: value}
	default:
		return scalar(value)
	}
}

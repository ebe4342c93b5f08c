package compile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/schema"
	"github.com/aimsio-cli/aimsio/internal/api/tree"
)

// parameters takes over the query parameters of a call, those of its path among them.
func (x *classifier) parameters(c *call, item, o *tree.Value) error {
	for _, from := range []*tree.Value{item.Get("parameters"), o.Get("parameters")} {
		for _, one := range from.Elements() {
			if err := x.parameter(c, one); err != nil {
				return err
			}
		}
	}
	return nil
}

func (x *classifier) parameter(c *call, at *tree.Value) error {
	at, err := x.reader.In.Resolve(at)
	if err != nil {
		return fmt.Errorf("parameter: %w", err)
	}
	name := at.Str("name")
	if at.Str("in") == "header" && at.Is("required") && !ownHeader(name) {
		c.headers = append(c.headers, name)
	}
	if at.Str("in") != "query" || name == "" {
		return nil
	}
	s, err := x.reader.Read(at.Get("schema"), schema.Way{})
	if err != nil {
		return fmt.Errorf("parameter %s: %w", name, err)
	}
	p := api.Parameter{
		Name: name, Type: s.Kind(""), Format: s.Format, Required: at.Is("required"), Enum: s.Enum, Description: tree.OneLine(at.Str("description")),
	}
	if p.Type == api.Array { // given as often as there are values
		p.Many = true
		element, err := x.reader.Read(s.Items, s.Within)
		if err != nil {
			return fmt.Errorf("parameter %s: %w", name, err)
		}
		p.Type, p.Enum = element.Kind(""), element.Enum
	}
	if own := at.Get("schema"); own != nil {
		if own, err = x.reader.In.Resolve(own); err == nil {
			p.Default, p.Least, p.Most = own.Str("default"), own.Str("minimum"), own.Str("maximum")
		}
	}
	for i := range c.Parameters {
		if c.Parameters[i].Name == name {
			c.Parameters[i] = p
			return nil
		}
	}
	c.Parameters = append(c.Parameters, p)
	return nil
}

// ownHeader tells of a header that the program sends by itself.
func ownHeader(name string) bool {
	return slices.Contains([]string{"accept", "authorization", "content-type", "user-agent"}, strings.ToLower(name))
}

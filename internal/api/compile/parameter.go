package compile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// parameters takes over the query parameters of a call, those of its path among them.
func (x *classifier) parameters(c *call, item, o *value) error {
	for _, from := range []*value{item.get("parameters"), o.get("parameters")} {
		for _, one := range from.elements() {
			if err := x.parameter(c, one); err != nil {
				return err
			}
		}
	}
	return nil
}

func (x *classifier) parameter(c *call, at *value) error {
	at, err := x.reader.in.resolve(at)
	if err != nil {
		return fmt.Errorf("parameter: %w", err)
	}
	name := at.str("name")
	if at.str("in") == "header" && at.is("required") && !ownHeader(name) {
		c.headers = append(c.headers, name)
	}
	if at.str("in") != "query" || name == "" {
		return nil
	}
	s, err := x.reader.read(at.get("schema"), refPath{})
	if err != nil {
		return fmt.Errorf("parameter %s: %w", name, err)
	}
	p := api.Parameter{
		Name: name, Type: s.kind(""), Format: s.format, Required: at.is("required"), Enum: s.enum, Description: oneLine(at.str("description")),
	}
	if p.Type == api.Array { // given as often as there are values
		p.Many = true
		element, err := x.reader.read(s.items, s.within)
		if err != nil {
			return fmt.Errorf("parameter %s: %w", name, err)
		}
		p.Type, p.Enum = element.kind(""), element.enum
	}
	if own := at.get("schema"); own != nil {
		if own, err = x.reader.in.resolve(own); err == nil {
			p.Default, p.Least, p.Most = own.str("default"), own.str("minimum"), own.str("maximum")
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

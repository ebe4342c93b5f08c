package compile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// parameters takes over the query parameters of a call, those of its path among them.
func (x *recognised) parameters(c *call, item, o spot) error {
	for _, from := range []spot{item.to("parameters"), o.to("parameters")} {
		for _, one := range from.elements() {
			if err := x.parameter(c, spot{one, from.in}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (x *recognised) parameter(c *call, at spot) error {
	at, err := x.resolve(at)
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
	s, err := x.reader.read(at.to("schema"), trail{})
	if err != nil {
		return fmt.Errorf("parameter %s: %w", name, err)
	}
	p := api.Parameter{
		Name: name, Type: s.kind(""), Required: at.is("required"), Enum: s.enum, Description: oneLine(at.str("description")),
	}
	if p.Type == api.Array { // given as often as there are values
		p.Many = true
		element, err := x.reader.read(s.items, s.within)
		if err != nil {
			return fmt.Errorf("parameter %s: %w", name, err)
		}
		p.Type, p.Enum = element.kind(""), element.enum
	}
	if own := at.to("schema"); own.value != nil {
		if own, err = x.resolve(own); err == nil {
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

// endsIn tells whether the plain form of a name ends in a word of small letters. It is asked of every
// field of a description, and so makes no text.
func endsIn(name, word string) bool {
	at := len(word)
	for i := len(name) - 1; i >= 0 && at > 0; i-- {
		letter := name[i]
		if letter >= 'A' && letter <= 'Z' {
			letter += 'a' - 'A'
		}
		if letter != word[at-1] {
			if letter >= 'a' && letter <= 'z' || letter >= '0' && letter <= '9' || letter >= 0x80 {
				return false
			}
			continue // a sign between words
		}
		at--
	}
	return at == 0
}

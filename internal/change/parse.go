package change

import (
	"errors"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// Operator is what an assignment does to the number that a record has; "" puts a value in its place.
type Operator string

// The operators of "field+=1", "field-=1" and "field*=1.03".
const (
	Add      Operator = "+"
	Subtract Operator = "-"
	Multiply Operator = "*"
)

// Choice is a step of a path that chooses elements of a list: all, or the one that is known by a key.
type Choice struct {
	// At is the step's place in the path, in which "0" stands for it.
	At  int
	All bool
	Key string
}

// Parse reads "field=value" or "field*=value", and gives the value as it stands. In the path, "list[]" stands for
// all elements of a list and "list[KEY]" for the one with that key; a backslash takes its meaning from a dot or a
// bracket that is part of a name, and from a bracket in a key.
func Parse(text string) (one Assignment, value string, err error) {
	p := pathParser{text: text}
	if err := p.parse(); err != nil {
		return one, "", err
	}
	one = Assignment{Text: text, Path: p.path, Choices: p.choices, Operator: p.operator}
	return one, p.text, nil
}

// errShape says how an assignment is written.
var errShape = errors.New("it is written field=value")

type pathParser struct {
	// text is what was not read yet.
	text     string
	path     record.Path
	choices  []Choice
	operator Operator
	step     strings.Builder
	// closed tells that a bracket has just ended.
	closed bool
}

func (p *pathParser) parse() error {
	p.text = strings.TrimLeft(p.text, " \t")
	for p.text != "" {
		c := p.text[0]
		switch rest := p.text[1:]; {
		case c == '\\' && rest != "" && strings.IndexByte(`.\[`, rest[0]) >= 0:
			p.step.WriteByte(rest[0])
			p.text = rest[1:]
			continue
		case c == '.':
			p.endStep()
		case c == '[':
			if err := p.choice(rest); err != nil {
				return err
			}
			continue
		case c == '=' || strings.IndexByte("+-*", c) >= 0 && strings.HasPrefix(rest, "="):
			return p.end(c, rest)
		case p.closed && c != ' ':
			return errors.New("behind a bracket comes a dot, another bracket or the value")
		default:
			p.step.WriteByte(c)
		}
		p.text = p.text[1:]
	}
	return errShape
}

// endStep ends the name of a member. After a bracket there is none.
func (p *pathParser) endStep() {
	if !p.closed {
		p.path = append(p.path, p.step.String())
	}
	p.step.Reset()
	p.closed = false
}

// choice reads what stands in a bracket.
func (p *pathParser) choice(rest string) error {
	if !p.closed {
		p.endStep()
	}
	var key strings.Builder
	for i := 0; i < len(rest); i++ {
		switch {
		case rest[i] == '\\' && i+1 < len(rest) && (rest[i+1] == ']' || rest[i+1] == '\\'):
			i++
			key.WriteByte(rest[i])
		case rest[i] == ']':
			p.choices = append(p.choices, Choice{At: len(p.path), All: key.Len() == 0, Key: key.String()})
			p.path = append(p.path, "0")
			p.text, p.closed = rest[i+1:], true
			return nil
		default:
			key.WriteByte(rest[i])
		}
	}
	return errors.New("a bracket has no end")
}

// end reads the operator before the value.
func (p *pathParser) end(c byte, rest string) error {
	if c != '=' {
		p.operator, rest = Operator(c), rest[1:]
	}
	if !p.closed {
		last := strings.TrimRight(p.step.String(), " \t")
		if last == "" && len(p.path) == 0 {
			return errShape
		}
		p.path = append(p.path, last)
	}
	p.text = rest
	return nil
}

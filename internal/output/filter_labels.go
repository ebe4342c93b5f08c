package output

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/labels"
)

// Labels says which field holds labels of an account, such as the status, and what groups there are of them.
type Labels struct {
	// Field is the dotted path of the field, empty where the records have none.
	Field  string
	Groups labels.Groups
}

// groupSign begins the name of a group where a value may stand.
const groupSign = "@"

// GroupError says that a group is asked for that does not exist.
type GroupError struct {
	Name   string
	Groups labels.Groups
}

// Error names the groups, and those that may have been meant.
func (e *GroupError) Error() string {
	if len(e.Groups) == 0 {
		return fmt.Sprintf("there is no group @%s: status_groups of the environment names groups of statuses; "+
			"a status that begins with @ stands in quotes, as in \"@%[1]s\"", e.Name)
	}
	return fmt.Sprintf("there is no group @%s: there are @%s", e.Name, strings.Join(e.Groups.Names(), ", @")) + didYouMean(e.Name, e.Groups.Names())
}

// onlyGroup tells of a whole filter that it is the name of a group alone, or several of them.
func onlyGroup(expr string) bool {
	return strings.HasPrefix(strings.TrimSpace(expr), groupSign) && !strings.ContainsAny(expr, "=!~<>")
}

// splitGroup takes a filter that is a group alone for one on the field of the labels.
func (l Labels) splitGroup(expr string) (name string, op operator, value string, err error) {
	if l.Field == "" {
		return "", "", "", fmt.Errorf("filter %q: %w", expr, errors.New("a group is one of statuses, and these records have no status"))
	}
	return l.Field, equal, strings.TrimSpace(expr), nil
}

// members gives the labels that a value stands for where it names a group.
func (f *Filter) members(value literal) (members []string, isGroup bool, err error) {
	name, named := strings.CutPrefix(value.text, groupSign)
	if f.labels.Field == "" || f.name != f.labels.Field || value.quoted || !named {
		return nil, false, nil
	}
	if !f.comparesLabels() {
		return nil, true, fmt.Errorf(`%s is a group of statuses, which = and != take, and not %s; a text that begins so stands in quotes: "%[1]s"`,
			value.text, f.op)
	}
	group, found := f.labels.Groups.Named(name)
	if !found {
		return nil, true, &GroupError{Name: name, Groups: f.labels.Groups}
	}
	if !slices.Contains(f.groups, group.Name) {
		f.groups = append(f.groups, group.Name)
	}
	return group.Labels, true, nil
}

// comparesLabels tells whether the filter asks which label a record has: neither letter case nor blanks around
// it count then.
func (f Filter) comparesLabels() bool {
	return f.labels.Field != "" && f.name == f.labels.Field && (f.op == equal || f.op == notEqual)
}

// label brings a text to what counts of it, where it is a label.
func (f Filter) label(o operand) operand {
	if o.rank != rankText || !f.comparesLabels() {
		return o
	}
	return textOperand(strings.TrimSpace(o.text))
}

// Groups names the groups of labels that the filter asks for.
func (f Filter) Groups() []string { return f.groups }

// Unmatched gives the labels that the filter asks for by their own names and that none of the records looked at so far
// has. Of what a group holds there are none.
func (f Filter) Unmatched() []string {
	if f.field != nil && len(f.field.Enum) > 0 {
		return nil // which CheckChoices looks at
	}
	var unmatched []string
	for i, value := range f.values {
		if value.typed && !value.empty() && !f.tally.matched[i] {
			unmatched = append(unmatched, value.text)
		}
	}
	return unmatched
}

package cmdkit

import (
	"math/big"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// ParameterFlag is --param: the query parameters of the API's own call.
type ParameterFlag struct {
	operation *api.Operation
	given     []string
	// from and to are the parameters of a range that the call has, and fromText and toText their values.
	from, to         *api.Parameter
	fromText, toText string
	changed          func(flag string) bool
}

// Add gives a command the flag, where the call has parameters.
func (f *ParameterFlag) Add(cmd *cobra.Command, entity *api.Entity, verb api.Verb) {
	operation, ok := entity.Operation(verb)
	if !ok || len(operation.Parameters) == 0 {
		return
	}
	f.operation, f.changed = operation, cmd.Flags().Changed
	usage := "parameter of the call, as name=value (repeatable): " + strings.Join(f.names(), ", ")
	cmd.Flags().StringArrayVar(&f.given, "param", nil, usage)
	RegisterCompletion(cmd, "param", f.complete)
	if f.from, f.to = operation.Range(); f.from != nil && verb == api.List {
		cmd.Flags().StringVar(&f.fromText, "from", "", "from where on, which the server decides: the parameter "+f.from.Name+rangeForm(f.from))
		cmd.Flags().StringVar(&f.toText, "to", "", "up to where, which the server decides: the parameter "+f.to.Name+rangeForm(f.to))
	}
}

// rangeForm says how the end of a range is written.
func rangeForm(p *api.Parameter) string {
	switch p.Format {
	case "date":
		return ", as 2026-03-01"
	case "date-time":
		return ", as 2026-03-01T08:00:00Z"
	default:
		return ""
	}
}

// complete offers names, then the values of a parameter that has a fixed set of them.
func (f *ParameterFlag) complete(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	var words []string
	name, _, valued := strings.Cut(typed, "=")
	for _, p := range f.operation.Parameters {
		if !valued {
			words = append(words, p.Name+"=")
			continue
		}
		for _, value := range p.Enum {
			if p.Name == name {
				words = append(words, name+"="+value)
			}
		}
	}
	if valued {
		return words, WordDone
	}
	return words, WordOpen
}

// Values checks what was given: names, types, fixed values, and that nothing required is missing.
func (f *ParameterFlag) Values() (url.Values, error) {
	if f.operation == nil {
		return nil, nil // no values are values too
	}
	values := url.Values{}
	if err := f.addRange(values); err != nil {
		return nil, err
	}
	for _, text := range f.given {
		name, value, found := strings.Cut(text, "=")
		if !found || name == "" {
			return nil, fail.Usagef("--param %q: it is written name=value", text)
		}
		i := slices.IndexFunc(f.operation.Parameters, func(p api.Parameter) bool { return p.Name == name })
		if i < 0 {
			return nil, UsageHint(Nearest(name, f.names()), "--param %s: %s %s has no such parameter; it has %s",
				name, f.operation.Method, f.operation.Path, strings.Join(f.names(), ", "))
		}
		p := f.operation.Parameters[i]
		if values.Has(name) && !p.Many {
			return nil, fail.Usagef("--param %s is given twice, and takes one value", name)
		}
		if err := checkParameter(p, value); err != nil {
			return nil, err
		}
		values.Add(name, value)
	}
	return values, f.checkRequired(values)
}

// addRange adds the ends of the range that are given.
func (f *ParameterFlag) addRange(values url.Values) error {
	for _, end := range []struct {
		flag, text string
		p          *api.Parameter
	}{{"from", f.fromText, f.from}, {"to", f.toText, f.to}} {
		if end.p == nil || !f.changed(end.flag) {
			continue
		}
		if err := checkParameter(*end.p, end.text); err != nil {
			return err
		}
		layout := map[string]string{"date": time.DateOnly, "date-time": time.RFC3339}[end.p.Format]
		if _, err := time.Parse(layout, end.text); err != nil && layout != "" {
			return fail.Usagef("--%s %q: it is written%s", end.flag, end.text, strings.TrimPrefix(rangeForm(end.p), ", as"))
		}
		values.Set(end.p.Name, end.text)
	}
	return nil
}

func (f *ParameterFlag) names() []string {
	names := make([]string, 0, len(f.operation.Parameters))
	for _, p := range f.operation.Parameters {
		names = append(names, p.Name)
	}
	return names
}

// checkRequired leaves out the parameters that the program gives itself, to follow the pages.
func (f *ParameterFlag) checkRequired(values url.Values) error {
	for _, p := range f.operation.Parameters {
		if p.Required && !ownToPages(f.operation, p.Name) && !values.Has(p.Name) {
			return fail.Usagef("the API requires the parameter %s: give --param %s=VALUE", p.Name, p.Name)
		}
	}
	return nil
}

func checkParameter(p api.Parameter, value string) error {
	if len(p.Enum) > 0 && !api.InEnum(p.Enum, p.Type, value) {
		return fail.Usagef("--param %s cannot be %q: it is one of %s%s", p.Name, value, strings.Join(p.Enum, ", "), text.DidYouMean(Nearest(value, p.Enum)))
	}
	expected := ""
	switch p.Type {
	case api.Integer:
		if _, whole := new(big.Int).SetString(value, 10); !whole {
			expected = "a whole number"
		}
	case api.Number:
		if _, number := record.ParseDecimal(value); !number {
			expected = "a number"
		}
	case api.Boolean:
		if value != "true" && value != "false" {
			expected = "true or false"
		}
	default:
	}
	if expected != "" {
		return fail.Usagef("--param %s is %q: %s is expected", p.Name, value, expected)
	}
	return nil
}

// OnlyPage names the parameter with which the user asks for one page of a list, "" for all.
func (f *ParameterFlag) OnlyPage(values url.Values) string {
	if f.operation == nil || f.operation.Page == nil || f.operation.Page.Parameter == "" || !values.Has(f.operation.Page.Parameter) {
		return ""
	}
	return f.operation.Page.Parameter
}

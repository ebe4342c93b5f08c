package cmdkit

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/output"
)

// FilterFlags are the flags of a command that keeps only some records of an entity.
type FilterFlags struct {
	Expressions []string
	// IgnoreCase holds for all of them.
	IgnoreCase bool
}

// filterValue adds up what several flags of one meaning are given.
type filterValue struct{ expressions *[]string }

func (v filterValue) String() string {
	if v.expressions == nil {
		return ""
	}
	return strings.Join(*v.expressions, ", ")
}

func (filterValue) Type() string { return "filter" }

func (v filterValue) Set(expression string) error {
	*v.expressions = append(*v.expressions, expression)
	return nil
}

// Add adds the flag under a name, and under other names that mean the same.
func (f *FilterFlags) Add(env *Env, cmd *cobra.Command, entity *api.Entity, fields FieldSource, name string, others ...string) {
	flags := cmd.Flags()
	help := "keep records where 'field OP value' holds; OP is = != ~ < <= > >=, a=X,Y is any (repeatable)"
	if entity.Status != "" {
		help = "keep records where 'field OP value' holds; OP is = != ~ < <= > >=, a=X,Y is any, @NAME a group of statuses (repeatable)"
	}
	flags.Var(filterValue{&f.Expressions}, name, help)
	for _, other := range others {
		flags.Var(filterValue{&f.Expressions}, other, fmt.Sprintf("the same as --%s", name))
	}
	flags.BoolVar(&f.IgnoreCase, "ignore-case", false, "compare texts in filters in any letter case")
	NoteFlag(cmd, "ignore-case", OnlyWith, append([]string{name}, others...)...)
	for _, each := range append([]string{name}, others...) {
		RegisterCompletion(cmd, each, CompleteFilters(env, entity, fields))
	}
}

// FilterReader is what filters on records of an entity with some fields are read with.
func (s *Settings) FilterReader(entity *api.Entity, fields []api.Field) (output.FilterReader, error) {
	zones, err := s.Zones()
	if err != nil {
		return output.FilterReader{}, err
	}
	environment, err := s.Environment()
	if err != nil {
		return output.FilterReader{}, err
	}
	return output.FilterReader{
		Fields: fields, Now: s.Now(), Zones: zones, Labels: output.Labels{Field: entity.Status, Groups: environment.StatusGroups},
	}, nil
}

// Filters reads the filters that the flags give, and warns of those that may not mean what they say.
func (s *Settings) Filters(entity *api.Entity, fields []api.Field, flags FilterFlags) ([]output.Filter, error) {
	if len(flags.Expressions) == 0 {
		return nil, nil
	}
	reader, err := s.FilterReader(entity, fields)
	if err != nil {
		return nil, err
	}
	reader.IgnoreCase = flags.IgnoreCase
	filters := make([]output.Filter, 0, len(flags.Expressions))
	for _, expression := range flags.Expressions {
		filter, err := reader.Read(expression)
		if err != nil {
			return nil, fail.AsUsage(err)
		}
		if err := filter.CheckChoices(); err != nil {
			return nil, fail.Usagef("filter %q: %w", expression, err)
		}
		if doubt := filter.Doubt(); doubt != "" {
			s.streams.Notef("warning: %s", doubt)
		}
		filters = append(filters, filter)
	}
	return filters, nil
}

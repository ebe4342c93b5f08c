package cmdkit

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/input"
)

// HeadFlags say which fields the heads of a file mean.
type HeadFlags struct {
	maps []string
	file string
}

// Add adds the flags to a command that reads a file.
func (f *HeadFlags) Add(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&f.maps, "map", nil, "head of a CSV or Excel file and the field it means, as 'Employee No=employeeCode'; "+
		"'Notes=' leaves a column out; @NAME is a set of the configuration (repeatable)")
	cmd.Flags().StringVar(&f.file, "map-file", "", "file with such heads, one a line")
}

// Heads reads what the flags say, for a file with records of an entity.
func (s *Settings) Heads(flags HeadFlags, entity *api.Entity) (input.Heads, error) {
	var heads input.Heads
	if flags.file != "" {
		file, err := OpenFile("--map-file", flags.file)
		if err != nil {
			return heads, err
		}
		defer CloseQuietly(file)
		if err := heads.AddLines(flags.file, file); err != nil {
			return heads, fail.Usagef("--map-file: %w", err)
		}
	}
	for _, mapping := range flags.maps {
		name, named := strings.CutPrefix(mapping, "@")
		var err error
		if named && !strings.Contains(name, "=") {
			err = s.addHeadMap(&heads, name, entity)
		} else {
			err = heads.Add(mapping)
		}
		if err != nil {
			return heads, fail.Usagef("--map: %w", err)
		}
	}
	return heads, nil
}

// addHeadMap adds a named set of the configuration.
func (s *Settings) addHeadMap(heads *input.Heads, name string, entity *api.Entity) error {
	loaded, err := s.Load()
	if err != nil {
		return err
	}
	if err := loaded.Err(); err != nil {
		return err
	}
	var names []string
	for _, set := range loaded.HeadMaps() {
		names = append(names, set.Name)
		if set.Name != name {
			continue
		}
		if set.Entity != "" && set.Entity != entity.Name && !slices.Contains(entity.Aliases, set.Entity) {
			return fail.Usagef("@%s is for %s, and this file has %s", name, set.Entity, entity.Name)
		}
		return heads.AddSet(set.Heads)
	}
	if len(names) == 0 {
		return fail.Usagef("the configuration has no maps, and so none is called %s", name)
	}
	return UsageHint(Nearest(name, names), "the configuration has no map %s; it has %s", name, strings.Join(names, ", "))
}

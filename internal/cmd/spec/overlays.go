package spec

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api/overlay"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/spec"
)

// overlayFlags say which overlays correct a description.
type overlayFlags struct {
	files []string
	none  bool
}

func (f *overlayFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&f.files, "overlay", nil, "correct the description by an OpenAPI Overlay; repeat it for several, applied in order")
	cmd.Flags().BoolVar(&f.none, "no-overlay", false, "leave the overlays of the earlier import out")
}

// overlays are those that correct a description, and where they come from.
type overlays struct {
	files []overlay.File
	// kept says that they are those of the earlier import.
	kept bool
}

// read gives the overlays that are named, else those that the replaced description was corrected by.
func (f *overlayFlags) read(replaced spec.Description) (overlays, error) {
	if f.none && len(f.files) > 0 {
		return overlays{}, fail.Usagef("--overlay and --no-overlay say the opposite of each other")
	}
	if f.none {
		return overlays{}, nil
	}
	if len(f.files) == 0 && replaced.Kept != nil {
		files, err := replaced.Kept.GivenOverlays()
		if err != nil {
			return overlays{}, fail.New(fail.Invalid, "give them again with --overlay, or --no-overlay to go on without",
				"the overlays of the earlier import cannot be read: %w", err)
		}
		return overlays{files: files, kept: true}, nil
	}
	var given overlays
	for _, name := range f.files {
		content, err := readFile("--overlay", name)
		if err != nil {
			return overlays{}, fmt.Errorf("--overlay %s: %w", name, err)
		}
		given.files = append(given.files, overlay.File{Name: name, Content: content})
	}
	return given, nil
}

// tell says which overlays of an earlier import count again, and what in the description or in an overlay has no effect.
func (c *candidate) tell(o *cmdkit.Streams) {
	if c.overlays.kept {
		for _, file := range c.overlays.files {
			o.Notef("the overlay %s of the earlier import is applied again; --no-overlay leaves it out", file.Name)
		}
	}
	for _, note := range c.notes {
		if note.Warning {
			o.Notef("warning: %s %s: %s", note.What, note.Value, note.From)
		}
	}
}

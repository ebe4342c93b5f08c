package cli

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// versionRow is what "version" tells.
type versionRow struct {
	Version  string `json:"version"`
	Commit   string `json:"commit"`
	Date     string `json:"date"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
	API      string `json:"api"`
}

func newVersionCommand(a *app) *cobra.Command {
	var flags outputFlags
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Tell the program's version",
		Long:  "Tell the program's version, what it was built from, and the version of the API it knows.",
		Example: `  aimsio version

  # the number alone
  aimsio version -o json --jq .version`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.runVersion(cmd.Context(), flags)
		},
	}
	flags.add(cmd, func() []api.Field { return rowFields(versionRow{}) })
	return cmd
}

// runVersion prints one line for people, and a record in every format for scripts.
func (a *app) runVersion(ctx context.Context, flags outputFlags) error {
	row := a.versionRow()
	format, err := a.format(flags, output.Table)
	if err != nil {
		return err
	}
	if format != output.Table || flags.columns != nil {
		return a.printRow(ctx, flags, rowShape(versionRow{}), row)
	}
	out, err := a.openTarget(flags.out)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "aimsio %s (%s)\n", row.Version, text.Safe(strings.Join(row.details(), ", ")))
	return out.finish(wrapWrite(err))
}

// details are the parts of the line for people that are known.
func (r versionRow) details() []string {
	details := []string{"API " + r.API, r.Go, r.Platform}
	if r.Commit != "" {
		details = append(details, "commit "+r.Commit, r.Date)
	}
	return details
}

func (a *app) versionRow() versionRow {
	row := versionRow{
		Version: a.world.versionName(), Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH,
		API: a.catalog.Version,
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, setting := range info.Settings {
			switch setting.Key {
			case "vcs.revision":
				row.Commit = setting.Value
			case "vcs.time":
				row.Date = setting.Value
			}
		}
	}
	return row
}

// version is the program's version: of the release, or of the module, or "dev".
func (w World) versionName() string {
	if w.Version != "" {
		return w.Version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "dev"
}

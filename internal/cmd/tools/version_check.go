package tools

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/fetch"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/releases"
)

const (
	// timeToCheck bounds how long a question for a newer release may take.
	timeToCheck = 15 * time.Second
	// largestList bounds the list of a release, in bytes.
	largestList = 1 << 20
)

// checkRow is what "version --check" tells.
type checkRow struct {
	Version string `json:"version"`
	Newest  string `json:"newest"`
	// Update is available, none, or unknown where this program is no release.
	Update string `json:"update"`
	URL    string `json:"url"`
}

// sentence tells a person the same.
func (r checkRow) sentence() string {
	switch r.Update {
	case "available":
		return fmt.Sprintf("aimsio %s: release %s is newer, see %s", r.Version, r.Newest, r.URL)
	case "none":
		return fmt.Sprintf("aimsio %s: there is no newer release", r.Version)
	default:
		return fmt.Sprintf("aimsio %s is no release; the newest one is %s, see %s", r.Version, r.Newest, r.URL)
	}
}

// checkVersion asks which release is the newest, and prints that.
func checkVersion(ctx context.Context, o *versionOptions) error {
	format, err := o.Format(o.output, output.Table)
	if err != nil {
		return err
	}
	row, err := o.newest(ctx)
	if err != nil {
		return err
	}
	if format != output.Table || o.output.Columns != nil {
		return o.PrintRow(ctx, o.output, cmdkit.RowLayout(checkRow{}), row)
	}
	out, err := o.OpenOutput(o.output.Out)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, row.sentence())
	return out.Finish(cmdkit.WrapWrite(err))
}

// newest fetches the list of the newest release and holds this program's version against it.
func (o *versionOptions) newest(ctx context.Context) (checkRow, error) {
	row := checkRow{Version: o.version().Version, Update: "unknown"}
	other, _ := o.fetcher.Getenv(releases.Variable)
	address := cmp.Or(other, releases.Address)
	list, err := o.fetcher.Get(ctx, fetch.File{
		What: "the list of the newest release", Address: releases.List(address), Limit: largestList, Time: timeToCheck,
	})
	if err == nil {
		row.Newest, err = releases.Newest(list)
	}
	if err != nil {
		if fail.Is(err, fail.Usage) || ctx.Err() != nil {
			return row, err
		}
		return row, fail.New(fail.Unreachable, "see "+address+" in a browser", "the newest release is not known: %w", err)
	}
	row.URL = releases.Page(address, row.Newest)
	if newer, known := releases.Newer(row.Newest, row.Version); known {
		row.Update = map[bool]string{true: "available", false: "none"}[newer]
	}
	return row, nil
}

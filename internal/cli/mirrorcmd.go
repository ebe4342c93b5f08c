package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/mirror"
)

func newMirrorCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "mirror",
		Short: "Look at the local copy, or clear it",
		Long: `Look at the local copy of an environment that "aimsio sync" makes, or clear it. It is a file of
SQLite in the state folder unless --mirror, AIMSIO_MIRROR or "mirror:" of the environment names
another place or a PostgreSQL database.`,
		Example: `  aimsio mirror status --env demo`,
		Args:    cobra.ArbitraryArgs,
		RunE:    needsSubcommand,
	}
	cmd.AddCommand(newMirrorStatusCommand(a), newMirrorPathCommand(a), newMirrorSchemaCommand(a), newMirrorClearCommand(a))
	return cmd
}

// standingRow is how an entity stands in the mirror.
type standingRow struct {
	Entity   string `json:"entity"`
	Objects  int    `json:"objects"`
	Gone     int    `json:"gone"`
	Pending  int    `json:"pending"`
	Complete bool   `json:"complete"`
	SyncedAt *int64 `json:"syncedAt"`
	Age      string `json:"age"`
}

func newMirrorStatusCommand(a *app) *cobra.Command {
	var flags outputFlags
	var check bool
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Tell what the mirror holds, and how old it is",
		Long: `Tell what the mirror holds of each entity and when a sync last read the index. Pending are
records that the last sync knew to have changed and did not fetch. --check looks through the
whole file for damage.`,
		Example: `  aimsio mirror status --env demo

  # in a monitoring job: how old each entity is, and whether the file is sound
  aimsio mirror status --env demo --check -o json`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.runMirrorStatus(cmd.Context(), flags, check)
		},
	}
	cmd.Flags().BoolVar(&check, "check", false, "look for damage")
	addMirrorFlag(a, cmd)
	flags.add(cmd, standingFields)
	return cmd
}

func standingFields() []api.Field { return timed(rowFields(standingRow{}), "syncedAt") }

func (a *app) runMirrorStatus(ctx context.Context, flags outputFlags, check bool) error {
	shown := shape{fields: standingFields(), columns: []string{"entity", "objects", "gone", "pending", "syncedAt", "age"}}
	if _, err := a.printer(flags, shown); err != nil {
		return err
	}
	store, err := a.openMirror(ctx, false)
	if err != nil {
		return err
	}
	if check {
		if err := store.Check(ctx); err != nil {
			return a.explainMirror(err)
		}
	}
	standings, err := store.Standings(ctx)
	if err != nil {
		return a.explainMirror(err)
	}
	size, err := store.Size(ctx)
	if err != nil {
		return a.explainMirror(err)
	}
	rows := make([]standingRow, 0, len(standings))
	for _, one := range standings {
		rows = append(rows, a.standingRow(one))
	}
	if err := a.printRows(ctx, flags, shown, rowsOf(rows)); err != nil {
		return err
	}
	sound := ""
	if check {
		sound = ", no damage found"
	}
	a.notef("%s: %s%s", store.Place(), bytesInWords(size), sound)
	return nil
}

func (a *app) standingRow(one mirror.Standing) standingRow {
	row := standingRow{
		Entity: one.Entity, Objects: one.Objects, Gone: one.Gone, Pending: one.Pending, Complete: one.Complete, Age: "never synced",
	}
	if !one.IndexedAt.IsZero() {
		at := one.IndexedAt.UnixMilli()
		row.SyncedAt, row.Age = &at, a.age(one.IndexedAt)
	}
	return row
}

// age says how long ago a moment was, in the units that a person would use.
func (a *app) age(at time.Time) string {
	switch past := a.world.Now().Sub(at); {
	case past < time.Minute:
		return fmt.Sprintf("%ds", max(0, int(past/time.Second)))
	case past < time.Hour:
		return fmt.Sprintf("%dm", int(past/time.Minute))
	case past < 48*time.Hour:
		return fmt.Sprintf("%dh", int(past/time.Hour))
	default:
		return fmt.Sprintf("%dd", int(past/(24*time.Hour)))
	}
}

// bytesInWords writes a size with a unit.
func bytesInWords(n int64) string {
	const unit = 1000
	switch {
	case n < unit:
		return fmt.Sprintf("%d B", n)
	case n < unit*unit:
		return fmt.Sprintf("%.1f kB", float64(n)/unit)
	default:
		return fmt.Sprintf("%.1f MB", float64(n)/unit/unit)
	}
}

func newMirrorPathCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "path",
		Short: "Tell where the mirror is",
		Long:  "Tell where the mirror is, or would be: the path of a file, or the address of a database without its password.",
		Example: `  # for another program: sqlite3 "$(aimsio mirror path --env demo)"
  aimsio mirror path --env demo`,
		Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			options, err := a.mirrorOptions()
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(a.world.Out, mirror.Place(options.Address))
			return wrapWrite(err)
		},
	}
	addMirrorFlag(a, cmd)
	return cmd
}

func newMirrorClearCommand(a *app) *cobra.Command {
	var yes, wait bool
	cmd := &cobra.Command{
		Use:   "clear",
		Short: "Remove the mirror",
		Long: `Remove the mirror with its history and the records that are gone from the server. The server
itself is not touched; the next sync fetches everything anew.`,
		Example: `  aimsio mirror clear --env demo --yes`,
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.runMirrorClear(cmd.Context(), yes, wait)
		},
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	cmd.Flags().BoolVar(&wait, "wait", false, "wait while another process fills the mirror")
	addMirrorFlag(a, cmd)
	return cmd
}

func (a *app) runMirrorClear(ctx context.Context, yes, wait bool) error {
	options, err := a.mirrorOptions()
	if err != nil {
		return err
	}
	if !mirror.Exists(options.Address) {
		a.notef("there is no mirror at %s", mirror.Place(options.Address))
		return nil
	}
	if !yes {
		if err := a.askToClear(ctx, mirror.Place(options.Address)); err != nil {
			return err
		}
	}
	err = mirror.Remove(ctx, options, wait, func(busy *mirror.BusyError) { a.notef("waiting: %s", busy) })
	if errors.Is(err, mirror.ErrNone) {
		a.notef("there is no mirror at %s", mirror.Place(options.Address))
		return nil
	}
	if errors.Is(err, mirror.ErrNotOurs) {
		return failf(exitFailed, "", "%w: it stays as it is", err)
	}
	if err != nil {
		return a.explainMirror(err)
	}
	a.notef("%s is removed", mirror.Place(options.Address))
	return nil
}

// askToClear asks a person, and refuses where there is none.
func (a *app) askToClear(ctx context.Context, place string) error {
	if !isTerminal(a.world.In) {
		return failf(exitGuarded, "--yes does not ask", "the history and the gone records of %s cannot be fetched again", place)
	}
	fmt.Fprintf(a.world.Err, "Remove %s with its history? [y/N] ", place)
	answer, err := a.typed(ctx)
	if err != nil {
		return err
	}
	if answer != "y" && answer != "yes" {
		return failf(exitGuarded, "", "the mirror stays as it is")
	}
	return nil
}

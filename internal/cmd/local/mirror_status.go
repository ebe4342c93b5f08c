package local

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/mirror/freshness"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// statusRow is how an entity stands in the mirror.
type statusRow struct {
	Entity   string `json:"entity"`
	Objects  int    `json:"objects"`
	Gone     int    `json:"gone"`
	Pending  int    `json:"pending"`
	Complete bool   `json:"complete"`
	Doubted  bool   `json:"doubted"`
	SyncedAt *int64 `json:"syncedAt"`
	Age      string `json:"age"`
}

// statusOptions are what "mirror status" needs.
type statusOptions struct {
	check  bool
	output cmdkit.OutputFlags

	streams  *cmdkit.Streams
	printing *cmdkit.Output
	mirrors  *cmdkit.Mirrors
	now      func() time.Time
}

func newMirrorStatusCommand(a *cmdkit.Env) *cobra.Command {
	options := &statusOptions{streams: a.Streams, printing: a.Output, mirrors: a.Mirrors, now: a.Now}
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Tell what the mirror holds, and how old it is",
		Long: `Tell what the mirror holds of each entity and when a sync last read the index. Pending are
records that the last sync knew to have changed and did not fetch. Doubted is an entity whose
list lost so much that nothing of it was marked as gone. --check looks through the whole file for
damage.`,
		Example: `  aimsio mirror status --env demo

  # in a monitoring job: how old each entity is, and whether the file is sound
  aimsio mirror status --env demo --check -o json`,
		Args: cmdkit.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runMirrorStatus(cmd.Context(), options)
		},
	}
	cmd.Flags().BoolVar(&options.check, "check", false, "look for damage")
	cmdkit.AddMirrorFlag(a, cmd)
	options.output.Add(cmd, statusFields)
	return cmd
}

func statusFields() []api.Field { return cmdkit.Timed(cmdkit.RowFields(statusRow{}), "syncedAt") }

func runMirrorStatus(ctx context.Context, o *statusOptions) error {
	shown := cmdkit.RowsWith(statusFields(), "entity", "objects", "gone", "pending", "doubted", "syncedAt", "age").Keeping("entity")
	if _, err := o.printing.Printer(o.output, shown); err != nil {
		return err
	}
	store, err := o.mirrors.OpenMirror(ctx, false)
	if err != nil {
		return err
	}
	if o.check {
		if err := store.Check(ctx); err != nil {
			return o.mirrors.MirrorError(err)
		}
	}
	statuses, err := store.EntityStatuses(ctx)
	if err != nil {
		return o.mirrors.MirrorError(err)
	}
	size, err := store.Size(ctx)
	if err != nil {
		return o.mirrors.MirrorError(err)
	}
	rows := make([]statusRow, 0, len(statuses))
	for _, one := range statuses {
		rows = append(rows, rowOfStatus(one, o.now()))
	}
	if err := o.printing.PrintRows(ctx, o.output, shown, cmdkit.RowsOf(rows)); err != nil {
		return err
	}
	sound := ""
	if o.check {
		sound = ", no damage found"
	}
	o.streams.Notef("%s: %s%s", store.Place(), text.Size(size), sound)
	return nil
}

func rowOfStatus(one mirror.EntityStatus, now time.Time) statusRow {
	row := statusRow{
		Entity: one.Entity, Objects: one.Objects, Gone: one.Gone, Pending: one.Pending, Complete: one.Complete, Doubted: one.Doubted, Age: "never synced",
	}
	if !one.IndexedAt.IsZero() {
		at := one.IndexedAt.UnixMilli()
		row.SyncedAt, row.Age = &at, freshness.Age(one.IndexedAt, now)
	}
	return row
}

package handover

import (
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/handover"
	"github.com/aimsio-cli/aimsio/internal/handover/ledger"
)

// batchRow is a batch as it is printed.
type batchRow struct {
	Export      string              `json:"export"`
	Batch       int64               `json:"batch"`
	Kind        string              `json:"kind"`
	Entity      string              `json:"entity"`
	State       string              `json:"state"`
	Records     int64               `json:"records"`
	Unmarked    int64               `json:"unmarked"`
	File        string              `json:"file"`
	Format      string              `json:"format"`
	Size        int64               `json:"size"`
	SHA256      string              `json:"sha256"`
	ThenStatus  string              `json:"thenStatus"`
	Where       []string            `json:"where"`
	Columns     []string            `json:"columns"`
	Sums        []handover.Sum      `json:"sums"`
	Days        []handover.DayRange `json:"days"`
	MadeAt      *int64              `json:"madeAt"`
	WrittenAt   *int64              `json:"writtenAt"`
	DeliveredAt *int64              `json:"deliveredAt"`
	MarkedAt    *int64              `json:"markedAt"`
	DoneAt      *int64              `json:"doneAt"`
	CancelledAt *int64              `json:"cancelledAt"`
	Delivery    string              `json:"delivery"`
}

// batchFields describes them.
func batchFields() []api.Field {
	fields := cmdkit.RowFields(batchRow{})
	for _, name := range []string{"madeAt", "writtenAt", "deliveredAt", "markedAt", "doneAt", "cancelledAt"} {
		fields = cmdkit.Timed(fields, name)
	}
	return fields
}

// batchLayout shows them.
func batchLayout() cmdkit.Layout {
	return cmdkit.RowsWith(batchFields(), "export", "batch", "kind", "state", "records", "unmarked", "madeAt", "file")
}

// rowOf makes the row of a batch, of which so many records have not got their status.
func rowOf(b *ledger.Batch, unmarked int64) (batchRow, error) {
	settings, err := handover.SettingsOf(b)
	return batchRow{
		Export: b.Export, Batch: b.Number, Kind: string(b.Kind), Entity: b.Entity, State: string(b.State), Records: b.Records, Unmarked: unmarked,
		File: handover.File(b), Format: b.Format, Size: b.Size, SHA256: b.SHA256, ThenStatus: b.Status,
		Where: settings.Where, Columns: settings.Columns, Sums: settings.Totals.Sums, Days: settings.Totals.Days,
		MadeAt: millis(b.Made), WrittenAt: millis(b.Written), DeliveredAt: millis(b.Delivered), MarkedAt: millis(b.Marked),
		DoneAt: millis(b.Done), CancelledAt: millis(b.Cancelled), Delivery: handover.DeliveryOf(b),
	}, err
}

// millis gives a time in epoch milliseconds, nil for none.
func millis(at time.Time) *int64 {
	if at.IsZero() {
		return nil
	}
	n := at.UnixMilli()
	return &n
}

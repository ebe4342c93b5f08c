package bulk

import (
	"encoding/json"
	"fmt"

	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/spool"
)

// heldRows keeps rows back from the first one whose outcome is unknown until reading back has decided
// it, so that standard output tells each outcome once and in order. Many rows go to a file.
type heldRows struct {
	rows  *spool.Spool
	count int
	// sent holds the records whose outcome is unknown, each with its place among the rows.
	sent sentRecords
	// items holds their items where the rejects may need them; waiting those whose rows are to come.
	items   map[int]input.Item
	waiting []input.Item
	// decided holds what reading back has told of them.
	decided map[int]decision
}

// decision is what became of a record by its reading back. The outcome is "" where that did not tell.
type decision struct {
	outcome, guid, message string
	status                 int
}

// newHeldRows prepares to hold rows back. It gives nil where nothing is read back.
func (w *Run) newHeldRows() *heldRows {
	if !w.flags.Verify {
		return nil
	}
	return &heldRows{
		sent: sentRecords{wanted: true, plain: w.asInRecord}, items: map[int]input.Item{}, decided: map[int]decision{},
	}
}

// holds tells whether the row of an outcome has to wait.
func (h *heldRows) holds(o service.Outcome) bool {
	return h != nil && (h.rows != nil || o.Outcome == service.Unknown)
}

// hold takes the row of an outcome. item is that of the record, where it is kept.
func (h *heldRows) hold(o service.Outcome, change service.Change) error {
	if h.rows == nil {
		h.rows = spool.New(spool.DefaultMemory)
	}
	line, err := json.Marshal(o)
	if err == nil {
		_, err = h.rows.Write(append(line, '\n'))
	}
	if err == nil && o.Outcome == service.Unknown {
		err = h.sent.keep(o, change, h.count)
		if len(h.waiting) > 0 {
			h.items[h.count], h.waiting = h.waiting[0], h.waiting[1:]
		}
	}
	if err != nil {
		return fmt.Errorf("keeping a result until it is verified: %w", err)
	}
	h.count++
	return nil
}

// keepItem keeps the item of a record whose outcome is unknown, in case that it has failed.
func (h *heldRows) keepItem(item input.Item) {
	if h != nil {
		h.waiting = append(h.waiting, item)
	}
}

func (h *heldRows) close() {
	if h == nil {
		return
	}
	h.sent.close()
	if h.rows != nil {
		_ = h.rows.Close()
	}
}

package bulk

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/session"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// decide reads back the records whose outcome is unknown. What cannot be read stays as it is.
func (w *Run) decide(ctx context.Context, r *session.Session, h *heldRows, begun time.Time, v *verification) {
	if h == nil || h.rows == nil {
		return
	}
	var limit hydrate.FailureBreaker
	counts := map[string]int{}
	for found := range r.Service.Verify(ctx, w.entity, h.sent.all(), begun) {
		if limit.EndsAt(found.Err) {
			return
		}
		d := decision{outcome: found.Decide(w.entity, w.actionOn(found)), guid: found.GUID, status: http.StatusOK}
		d.message = "read back: " + w.readBackText(found)
		if d.outcome == service.Unknown && found.Pending {
			d.message = "read back: it is not there as sent yet; look again before you send it again"
		}
		counts[d.outcome]++
		switch {
		case d.outcome == service.Unknown:
		case d.outcome != service.Failed:
			v.add(found, w.readBackText(found))
			if len(found.Differences) == 0 {
				d.message = "read back: it is there as sent"
			}
		case found.Err != nil:
			d.status = http.StatusNotFound
		}
		h.decided[found.Place] = d
	}
	v.decided = true
	total := len(h.decided)
	w.setup.Notef("read back %s of unknown outcome: %s written, %s failed, %s unknown still", text.Counted(total, "record"),
		text.Count(total-counts[service.Failed]-counts[service.Unknown]), text.Count(counts[service.Failed]), text.Count(counts[service.Unknown]))
}

// actionOn is what was done to a record that is read back.
func (w *Run) actionOn(found service.Verified) string {
	if w.action == ActionApply && found.Before == nil {
		return service.ActionCreate
	}
	return w.action
}

// release shows the rows that were held back, and keeps what was decided on them.
func (o *writeOutput) release() error {
	h := o.held
	if h == nil || h.rows == nil {
		return nil
	}
	lines := json.NewDecoder(bufio.NewReader(h.rows.Reader()))
	for place := 0; lines.More(); place++ {
		var outcome service.Outcome
		if err := lines.Decode(&outcome); err != nil {
			return fmt.Errorf("reading back a result: %w", err)
		}
		if d, has := h.decided[place]; has {
			o.redecide(&outcome, d, h.items[place])
		}
		if o.unshown == nil {
			o.unshown = o.rows.WriteRow(o.shown(outcome))
		}
	}
	return errors.Join(o.broken, UnlessUnread(o.unshown))
}

// redecide changes an outcome to what was decided, and keeps it in the files behind the first one.
func (o *writeOutput) redecide(outcome *service.Outcome, d decision, item input.Item) {
	if d.outcome == service.Unknown {
		outcome.Message += "; " + d.message
		return
	}
	o.tally.remove(*outcome)
	cause, _, _ := strings.Cut(outcome.Message, service.LeftOpen)
	outcome.Outcome, outcome.Message, outcome.Status = d.outcome, cause+"; "+d.message, d.status
	if outcome.GUID == "" {
		outcome.GUID = d.guid
	}
	o.tally.add(*outcome)
	if o.broken != nil {
		return
	}
	if outcome.Outcome == service.Failed && o.rejects != nil {
		o.broken = o.rejects.add(item, outcome.Message)
	}
	if o.broken == nil {
		o.broken = o.keepResult(*outcome)
	}
}

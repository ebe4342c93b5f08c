package cli

import (
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// window is the span of --since and --until over the index's updatedAt.
type window struct {
	since, until time.Time
}

// parseWindow reads the bounds. A day without a time of day is its first moment, so that --until leaves
// the day itself out.
func (a *app) parseWindow(since, until string) (window, error) {
	var w window
	if since == "" && until == "" {
		return w, nil
	}
	zone, err := a.zone()
	if err != nil {
		return w, err
	}
	for _, bound := range []struct {
		flag, text string
		to         *time.Time
	}{{"since", since, &w.since}, {"until", until, &w.until}} {
		if bound.text == "" {
			continue
		}
		at, err := timetext.ParseOrAge(bound.text, a.world.Now(), zone)
		if err != nil {
			return w, usagef("--%s: %w", bound.flag, err)
		}
		*bound.to = at
	}
	if !w.since.IsZero() && !w.until.IsZero() && !w.since.Before(w.until) {
		return w, usagef("--since %s is not before --until %s: nothing can lie between", since, until)
	}
	return w, nil
}

// open tells whether the window leaves nothing out.
func (w window) open() bool { return w.since.IsZero() && w.until.IsZero() }

// holds tells whether a stub was changed within the window: from since on, before until. A stub
// that does not say when it was changed is held, and not dated.
func (w window) holds(entity *api.Entity, stub record.Record) (held, dated bool) {
	changed, dated := service.ChangedAt(entity, stub)
	if !dated {
		return true, false
	}
	after := w.since.IsZero() || !changed.Before(w.since)
	before := w.until.IsZero() || changed.Before(w.until)
	return after && before, true
}

package cmdkit

import (
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// Window is the span of --since and --until over the index's updatedAt.
type Window struct {
	Since, Until time.Time
}

// ParseWindow reads the bounds. A day without a time of day is its first moment, so that --until leaves
// the day itself out.
func (s *Settings) ParseWindow(since, until string) (Window, error) {
	var w Window
	if since == "" && until == "" {
		return w, nil
	}
	zone, err := s.Zone()
	if err != nil {
		return w, err
	}
	for _, bound := range []struct {
		flag, text string
		to         *time.Time
	}{{"since", since, &w.Since}, {"until", until, &w.Until}} {
		if bound.text == "" {
			continue
		}
		at, err := timetext.ParseOrAge(bound.text, s.Now(), zone)
		if err != nil {
			return w, fail.Usagef("--%s: %w", bound.flag, err)
		}
		*bound.to = at
	}
	if !w.Since.IsZero() && !w.Until.IsZero() && !w.Since.Before(w.Until) {
		return w, fail.Usagef("--since %s is not before --until %s: nothing can lie between", since, until)
	}
	return w, nil
}

// Open tells whether the window leaves nothing out.
func (w Window) Open() bool { return w.Since.IsZero() && w.Until.IsZero() }

// Holds tells whether a record was changed within the window: from since on, before until. An index entry
// that does not say when it was changed is held, and not dated.
func (w Window) Holds(entity *api.Entity, entry record.Record) (held, dated bool) {
	changed, dated := service.ChangedAt(entity, entry)
	if !dated {
		return true, false
	}
	after := w.Since.IsZero() || !changed.Before(w.Since)
	before := w.Until.IsZero() || changed.Before(w.Until)
	return after && before, true
}

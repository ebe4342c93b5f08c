package watch

import (
	"context"
	"fmt"
	"regexp"
	"sync"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/session"
	"github.com/aimsio-cli/aimsio/internal/syncing"
)

// Syncer brings a mirror up to date, round after round.
type Syncer struct {
	Entities []*api.Entity
	// Named tells that the user named the entities, and so wants each of them.
	Named   bool
	Session func() (*session.Session, error)
	Opener  *syncing.Opener
	Explain func(error) error
	// Reporter is told what a round says that the one before it did not.
	Reporter *NewsReporter
	Now      func() time.Time
}

// Sync syncs all entities once. The verdict tells what is amiss though it went through to its end.
func (s *Syncer) Sync(ctx context.Context) (verdict, err error) {
	s.Reporter.Begin()
	run := &syncing.Run{
		Options: syncing.Options{Named: s.Named}, Reporter: s.Reporter, Explain: s.Explain, Now: s.Now,
		Progress: func(*api.Entity, int) syncing.Progress { return noProgress{} },
	}
	if run.Session, err = s.Session(); err != nil {
		return nil, err
	}
	store, release, err := s.Opener.ForRun(ctx)
	if err != nil {
		return nil, err
	}
	defer func() {
		release()
		_ = store.Close() // what was stored is stored
	}()
	run.Store = store
	if err := run.All(ctx, s.Entities, func(syncing.Row) error { return nil }); err != nil {
		return nil, err
	}
	if denied := run.Denied(); denied != "" {
		s.Reporter.Notef("%s", denied)
	}
	return run.Verdict(), nil
}

// noProgress shows nothing: who runs a watch does not look on.
type noProgress struct{}

func (noProgress) Add()  {}
func (noProgress) Hide() {}
func (noProgress) End()  {}

// NewsReporter passes on what was not said the last time.
type NewsReporter struct {
	To hydrate.Reporter

	mu        sync.Mutex
	last, now map[string]bool
}

// Begin begins another time.
func (r *NewsReporter) Begin() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.last, r.now = r.now, map[string]bool{}
}

// isNew leaves out of account how often and how long something was tried.
func (r *NewsReporter) isNew(words string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	words = regexp.MustCompile(`\d+ (try|tries)|[\d.]+m?s\b`).ReplaceAllString(words, "")
	if r.now == nil {
		r.now = map[string]bool{}
	}
	r.now[words] = true
	return !r.last[words]
}

// Notef passes a note on.
func (r *NewsReporter) Notef(format string, args ...any) {
	if words := fmt.Sprintf(format, args...); r.isNew(words) {
		r.To.Notef("%s", words)
	}
}

// Problemf passes a problem on.
func (r *NewsReporter) Problemf(format string, args ...any) {
	if words := fmt.Sprintf(format, args...); r.isNew(words) {
		r.To.Problemf("%s", words)
	}
}

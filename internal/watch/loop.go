package watch

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aimsio-cli/aimsio/internal/command"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// step is what a round was at.
type step string

const (
	atOpening step = "opening"
	atReading step = "reading"
	atPlacing step = "placing"
	atSyncing step = "syncing"
	atJudging step = "judging"
	atHanding step = "handing on"
)

// roundError is a failure of a round, with what it was at.
type roundError struct {
	step step
	err  error
}

func (e *roundError) Error() string { return e.err.Error() }

func (e *roundError) Unwrap() error { return e.err }

// firstPause is how long a watch waits after a first failure. It doubles with each, up to the time between rounds.
const firstPause = time.Second

// Run makes rounds until ctx ends or something fails that would fail again, or one of them.
func (w *Watch) Run(ctx context.Context) (err error) {
	defer func() { err = errors.Join(err, w.closeKeeper()) }()
	trouble := &trouble{watch: w}
	for first := true; ; first = false {
		err := w.round(ctx)
		switch {
		case ctx.Err() != nil:
			return fmt.Errorf("%w: what watch %s has not handed on comes first when it runs again", context.Cause(ctx), w.Name)
		case w.Once, err != nil && w.ends(err, first):
			w.sayHanded()
			return err
		}
		w.sayHanded()
		w.doubted = err != nil && w.stepOf(err) != atHanding && w.stepOf(err) != atJudging
		if pause := trouble.after(err); !wait(ctx, pause) {
			return fmt.Errorf("%w: watch %s has handed on all that it found", context.Cause(ctx), w.Name)
		}
	}
}

// sayHanded says what a round did, of one that did nothing only where it is the only one.
func (w *Watch) sayHanded() {
	if w.handed > 0 || w.Once {
		w.Reporter.Notef("watch %s: %s handed on", w.Name, text.Counted(w.handed, "change"))
	}
}

func (w *Watch) stepOf(err error) step {
	if failed, ok := errors.AsType[*roundError](err); ok {
		return failed.step
	}
	return ""
}

// ends tells whether an error ends the watch. What a first round fails of mostly is wrong in the command line or the
// configuration, and is told at once, but for a server or a database that is away.
func (w *Watch) ends(err error, first bool) bool {
	if _, output := errors.AsType[*OutputError](err); output {
		return true
	}
	kind, at := w.Kind(err), w.stepOf(err)
	switch kind {
	case fail.Interrupted, fail.ClosedPipe, fail.Usage, fail.Denied:
		return true
	case fail.Guarded:
		// An index that is doubted may be believed by the next round, and a lock that was lost with the database may
		// still be noted there.
		return at != atJudging && (first || at != atOpening)
	case fail.Failed:
		return first && (at == atOpening || at == atReading || at == atPlacing)
	default:
		return false
	}
}

// trouble is what a watch fails of, round after round.
type trouble struct {
	watch *Watch
	// said tells what was said of it last, "" for nothing.
	said  string
	since time.Time
	tries int
	pause time.Duration
}

// after says of a failed round what is new, of one that succeeded that the trouble is over, and gives how long to wait.
func (t *trouble) after(err error) time.Duration {
	w := t.watch
	if err == nil {
		if t.said != "" {
			w.Reporter.Problemf("watch %s goes on, after %s and %s", w.Name, w.Now().Sub(t.since).Round(time.Second), text.Counted(t.tries, "try"))
		}
		*t = trouble{watch: w}
		return w.Every
	}
	if t.said == "" {
		t.since = w.Now()
	}
	t.tries++
	if is := t.of(err); is != t.said {
		t.said = is
		hint := ""
		if text := fail.HintOf(err); text != "" {
			hint = "; " + text
		}
		w.Reporter.Problemf("watch %s: %s%s; it goes on trying, and says when that works", w.Name, fail.OneLine(err), hint)
	}
	if w.stepOf(err) == atJudging {
		return w.Every // the round went through to its end
	}
	t.pause = min(max(2*t.pause, firstPause), w.Every)
	return t.pause
}

// of names a kind of trouble. Its words may differ each time, such as by how long something took.
func (t *trouble) of(err error) string {
	code := 0
	if exit, ok := errors.AsType[*command.ExitError](err); ok {
		code = exit.Code
	}
	return fmt.Sprint(t.watch.stepOf(err), t.watch.Kind(err), code)
}

// wait waits, and is false where ctx ended before.
func wait(ctx context.Context, pause time.Duration) bool {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

package syncing_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/mirror"
	"github.com/aimsio-cli/aimsio/internal/syncing"
)

// opener opens a mirror in a place, and does what is to be done at the end.
func opener(t *testing.T, options mirror.Options, reporter *told) *syncing.Opener {
	t.Helper()
	return &syncing.Opener{
		Reporter: reporter, Options: func() (mirror.Options, error) { return options, nil },
		Open: func(ctx context.Context, create bool) (*mirror.Store, error) {
			options.Make = create
			store, err := mirror.Open(ctx, options)
			if err == nil {
				t.Cleanup(func() { _ = store.Close() })
			}
			return store, err
		},
		Explain: func(err error) error { return err }, AtEnd: t.Cleanup, Now: noon,
	}
}

// TestOpenForRun: a run has the mirror for itself, with its views, until it gives it back.
func TestOpenForRun(t *testing.T) {
	t.Parallel()
	options, reporter := place(t), &told{}
	store, release, err := opener(t, options, reporter).ForRun(t.Context())
	ok(t, err)
	querier, err := store.OpenQuerier(t.Context(), mirror.QuerierOptions{})
	ok(t, err)
	defer func() { _ = querier.Close() }()
	answer, err := querier.Query(t.Context(), "select count(*) from joborders")
	ok(t, err)
	ok(t, answer.Close())

	_, _, err = opener(t, options, reporter).ForRun(t.Context())
	if _, busy := errors.AsType[*mirror.BusyError](err); !busy {
		t.Errorf("a second run: %v", err)
	}
	release()
	_, release, err = opener(t, options, reporter).ForRun(t.Context())
	ok(t, err)
	release()
	if reporter.all() != "" {
		t.Errorf("reported %q", reporter.all())
	}
}

// TestOpenWaits: a run that is told to wait says for whom, and goes on when the mirror is free.
func TestOpenWaits(t *testing.T) {
	t.Parallel()
	options, waiting := place(t), make(chan string, 1)
	_, release, err := opener(t, options, &told{}).ForRun(t.Context())
	ok(t, err)
	second := opener(t, options, &told{})
	second.Wait, second.Reporter = true, reporting{waiting}
	done := make(chan error, 1)
	go func() {
		_, release, err := second.ForRun(context.WithoutCancel(t.Context()))
		if err == nil {
			release()
		}
		done <- err
	}()
	if said := <-waiting; !strings.HasPrefix(said, "waiting: ") || !strings.Contains(said, "aimsio sync") {
		t.Errorf("said %q", said)
	}
	release()
	ok(t, <-done)
}

// reporting passes on what is noted.
type reporting struct{ notes chan string }

func (r reporting) Notef(format string, args ...any) {
	reporter := &told{}
	reporter.Notef(format, args...)
	r.notes <- reporter.all()
}

func (r reporting) Problemf(string, ...any) {}

// TestOpenDryRun: a dry run leaves no mirror behind, and takes one that is there as it is, though another run fills it.
func TestOpenDryRun(t *testing.T) {
	t.Parallel()
	options := place(t)
	var atEnd []func()
	dry := opener(t, options, &told{})
	dry.DryRun, dry.AtEnd = true, func(do func()) { atEnd = append(atEnd, do) }
	store, release, err := dry.ForRun(t.Context())
	ok(t, err)
	folder := filepath.Dir(store.Place())
	release()
	for i := range atEnd {
		atEnd[len(atEnd)-1-i]()
	}
	if _, err := os.Stat(folder); err == nil || mirror.Exists(options.Address) {
		t.Errorf("%s or %s stays behind", folder, options.Address)
	}

	_, release, err = opener(t, options, &told{}).ForRun(t.Context())
	ok(t, err)
	defer release()
	store, _, err = dry.ForRun(t.Context())
	if err != nil || store.Place() != options.Address {
		t.Errorf("%v, the mirror is %s", err, store.Place())
	}
}

// TestOpenFails: a mirror that cannot be opened is an error as it was explained, once.
func TestOpenFails(t *testing.T) {
	t.Parallel()
	opener := opener(t, place(t), &told{})
	opener.Explain = func(error) error { return errors.New("explained") }
	failing := errors.New("no mirror there")
	opener.Open = func(context.Context, bool) (*mirror.Store, error) { return nil, failing }
	if _, _, err := opener.ForRun(t.Context()); !errors.Is(err, failing) {
		t.Errorf("what was explained already is %v", err)
	}
}

// TestSetDamagedAside: only a mirror that is damaged is set aside, and a dry run does not even that.
func TestSetDamagedAside(t *testing.T) {
	t.Parallel()
	options, reporter := place(t), &told{}
	opener := opener(t, options, reporter)
	ok(t, opener.SetDamagedAside(t.Context()))
	if reporter.all() != "" {
		t.Errorf("where there is none: %q", reporter.all())
	}

	ok(t, opened(t, options).Close())
	ok(t, opener.SetDamagedAside(t.Context()))
	if reporter.all() != "the mirror is sound and stays as it is" || !mirror.Exists(options.Address) {
		t.Errorf("a sound one: %q", reporter.all())
	}

	content, err := os.ReadFile(options.Address)
	ok(t, err)
	for i := 4096; i < len(content); i++ {
		content[i] = 'x'
	}
	ok(t, os.WriteFile(options.Address, content, 0o600))
	opener.DryRun = true
	if err := opener.SetDamagedAside(t.Context()); !fail.Is(err, fail.Failed) || !strings.Contains(fail.HintOf(err), "without --dry-run") {
		t.Errorf("a dry run: %v", err)
	}
	if !mirror.Exists(options.Address) {
		t.Error("a dry run sets the mirror aside")
	}
	opener.DryRun = false
	ok(t, opener.SetDamagedAside(t.Context()))
	if len(reporter.problems) != 1 || !strings.HasPrefix(reporter.problems[0], "the damaged mirror is now "+options.Address) || mirror.Exists(options.Address) {
		t.Errorf("reported %q", reporter.problems)
	}
	_, release, err := opener.ForRun(t.Context())
	ok(t, err)
	release()
}

// TestSetAsideAnother: a mirror that cannot be used for another reason stays, with that reason.
func TestSetAsideAnother(t *testing.T) {
	t.Parallel()
	options := place(t)
	ok(t, opened(t, options).Close())
	options.Environment, options.Server = "other", "https://other.example/"
	err := opener(t, options, &told{}).SetDamagedAside(t.Context())
	if _, foreign := errors.AsType[*database.ForeignError](err); !foreign || !mirror.Exists(options.Address) {
		t.Errorf("a mirror of another environment: %v", err)
	}
	unknown := errors.New("no environment")
	none := opener(t, options, &told{})
	none.Options = func() (mirror.Options, error) { return mirror.Options{}, unknown }
	if err := none.SetDamagedAside(t.Context()); !errors.Is(err, unknown) {
		t.Errorf("no environment: %v", err)
	}
}

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strconv"
	"time"
)

// killedObjects is how many objects the sync has that is killed.
const killedObjects = 2000

const statusArgs = "mirror status --check -q -o ndjson"

// kill measures what is fetched again after a first sync was killed at a random moment, and fails where
// the database is not sound then.
func (b *bench) kill(ctx context.Context) ([]row, error) {
	s, err := b.serve(ctx, "-stubs", strconv.Itoa(killedObjects))
	if err != nil {
		return nil, err
	}
	defer s.stop()
	if err := b.forget(); err != nil {
		return nil, err
	}
	undisturbed, _, err := b.sync(ctx, s.url, raised)
	if err != nil {
		return nil, err
	}
	worst, sum, sound := 0, 0, 0
	for n := 0; n < b.kills; {
		k := killing{bench: b, server: s}
		err := k.once(ctx, rand.N(undisturbed.wall)) //nolint:gosec // any moment will do
		if errors.Is(err, errTooLate) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("kill %d: %w", n+1, err)
		}
		n++
		worst, sum = max(worst, k.again), sum+k.again
		if k.sound {
			sound++
		}
	}
	return []row{{
		what:   fmt.Sprintf("first sync of %s objects, killed (-9) %d times at a random moment, each time in a new mirror", thousands(killedObjects), b.kills),
		ours:   fmt.Sprintf("%d objects fetched again at most, %.0f on average", worst, float64(sum)/float64(max(1, b.kills))),
		theirs: "–",
		ratio:  fmt.Sprintf("0 damaged of %d, %d killed before there was a database", sound, b.kills-sound),
		goal:   "none damaged, ≤ 250 fetched again",

		command: raised + " aimsio " + syncArgs,
	}}, nil
}

// errTooLate says that the sync was done before it could be killed.
var errTooLate = errors.New("the sync was done before it was killed")

// killing is a sync that is killed, and what came of it.
type killing struct {
	*bench
	server *server
	// sound tells that there was a database, and that it passed its check; again counts the objects
	// that had to be fetched a second time.
	sound bool
	again int
}

func (k *killing) once(ctx context.Context, after time.Duration) error {
	if err := k.forget(); err != nil {
		return err
	}
	calls, err := k.server.calls(ctx, func() error {
		if err := k.killed(ctx, after); err != nil {
			return err
		}
		stored, err := k.stored(ctx)
		if err != nil {
			return err
		}
		k.sound = stored != none
		stored = max(0, stored)
		_, told, err := k.sync(ctx, k.server.url, raised)
		if err == nil && told.New != killedObjects-stored {
			err = fmt.Errorf("%d of %d objects were stored, and then %d more", stored, killedObjects, told.New)
		}
		return err
	})
	k.again = max(0, calls-killedObjects-2) // 2: the index, once for each sync
	if err != nil {
		return err
	}
	if stored, err := k.stored(ctx); err != nil || stored != killedObjects {
		return fmt.Errorf("%d of %d objects are in the mirror in the end: %w", stored, killedObjects, err)
	}
	return nil
}

// killed starts a sync and kills it.
func (k *killing) killed(ctx context.Context, after time.Duration) error {
	cmd := k.mirroring(ctx, k.server.url, syncArgs, raised)
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("starting a sync: %w", err)
	}
	time.Sleep(after)
	_ = cmd.Process.Kill() // or it is done, which shows next
	err := cmd.Wait()
	if cmd.ProcessState.Exited() {
		return errors.Join(errTooLate, err)
	}
	return nil
}

// none is what stored gives where there is no database yet.
const none = -1

// stored checks the database and counts the objects in it.
func (k *killing) stored(ctx context.Context) (int, error) {
	text, err := k.mirroring(ctx, k.server.url, statusArgs).Output()
	if failed, ok := errors.AsType[*exec.ExitError](err); ok && bytes.Contains(failed.Stderr, []byte("there is no mirror")) {
		return none, nil
	}
	if err != nil {
		return none, fmt.Errorf("checking the database: %w", err)
	}
	var standing struct{ Objects int }
	if len(text) > 0 {
		err = json.Unmarshal(text, &standing)
	}
	return standing.Objects, err
}

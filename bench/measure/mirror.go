package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

const (
	syncArgs = "sync joborders -q -o ndjson"
	// plainArgs fetch every object, as without a mirror.
	plainArgs = fullArgs + " --no-mirror"
	// raised is a pace that holds nothing back.
	raised = "AIMSIO_RATE=100000"
	// Between two syncs so many objects change, and so many are removed.
	changedObjects, goneObjects = 25, 3
)

// syncRow is what "aimsio sync" tells of an entity.
type syncRow struct {
	Indexed, New, Changed, Gone, Calls int
}

// mirrorState is the state folder of what is measured with a mirror, so that the rest has none.
func (b *bench) mirrorState() string { return filepath.Join(b.scratch, "mirrored") }

// mirroring is a call of the program with a mirror.
func (b *bench) mirroring(ctx context.Context, url, args string, env ...string) *exec.Cmd {
	cmd := b.aimsio(ctx, url, strings.Fields(args)...)
	cmd.Env = append(append(cmd.Env, "AIMSIO_STATE_DIR="+b.mirrorState()), env...)
	return cmd
}

// forget removes the mirror.
func (b *bench) forget() error {
	if err := os.RemoveAll(b.mirrorState()); err != nil {
		return fmt.Errorf("removing the mirror: %w", err)
	}
	return nil
}

// sync brings the mirror up to date and gives what that took, and what the program tells of it.
func (b *bench) sync(ctx context.Context, url string, env ...string) (used usage, told syncRow, err error) {
	out := filepath.Join(b.scratch, "sync.txt")
	if used, err = measure(b.mirroring(ctx, url, syncArgs, env...), out); err != nil {
		return used, told, err
	}
	text, err := os.ReadFile(out)
	if err != nil {
		return used, told, fmt.Errorf("reading what the sync tells: %w", err)
	}
	if err := json.Unmarshal(text, &told); err != nil {
		return used, told, fmt.Errorf("reading what the sync tells: %w", err)
	}
	return used, told, nil
}

// fresh measures bringing a mirror up to date at the vendor's pace. What a plain refetch takes is counted
// in calls: at that pace it would take a quarter of an hour.
func (b *bench) fresh(ctx context.Context) ([]row, error) {
	s, err := b.serve(ctx, "-stubs", strconv.Itoa(b.mirrored))
	if err != nil {
		return nil, err
	}
	defer s.stop()
	if err := b.forget(); err != nil {
		return nil, err
	}
	if _, _, err := b.sync(ctx, s.url, raised); err != nil {
		return nil, err
	}
	plain, err := s.calls(ctx, func() error {
		_, err := measure(b.mirroring(ctx, s.url, plainArgs, raised), filepath.Join(b.scratch, "full.txt"))
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := s.change(ctx, changedObjects, goneObjects); err != nil {
		return nil, err
	}
	var used usage
	var told syncRow
	calls, err := s.calls(ctx, func() (err error) {
		used, told, err = b.sync(ctx, s.url)
		return err
	})
	if err != nil {
		return nil, err
	}
	if told.Changed != changedObjects || told.Gone != goneObjects || told.New != 0 || told.Calls != calls {
		return nil, fmt.Errorf("the sync tells something else than the server saw (%d calls): %+v", calls, told)
	}
	return []row{{
		what:    fmt.Sprintf("mirror of %s objects brought up to date, %d changed, %d gone", thousands(b.mirrored), changedObjects, goneObjects),
		ours:    fmt.Sprintf("%d calls, %s", calls, used),
		theirs:  fmt.Sprintf("%s calls", thousands(plain)),
		ratio:   fmt.Sprintf("%d calls beside %s", calls, thousands(plain)),
		goal:    fmt.Sprintf("%d calls, < 4 s at ten calls a second", 1+changedObjects),
		command: "aimsio " + syncArgs,
		line:    raised + " aimsio " + plainArgs,
	}}, nil
}

// change changes objects of the server and removes some.
func (s *server) change(ctx context.Context, changed, gone int) error {
	url := fmt.Sprintf("%s/change?changed=%d&gone=%d", s.url, changed, gone)
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, http.NoBody)
	if err != nil {
		return fmt.Errorf("changing objects: %w", err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("changing objects: %w", err)
	}
	if answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("changing objects: %s", answer.Status)
	}
	_ = answer.Body.Close() // there is nothing in it
	return err
}

// calls counts the calls that come to the server meanwhile.
func (s *server) calls(ctx context.Context, do func() error) (int, error) {
	before, err := s.stats(ctx)
	if err != nil {
		return 0, err
	}
	if err := do(); err != nil {
		return 0, err
	}
	after, err := s.stats(ctx)
	return after.Answered + after.Refused - before.Answered - before.Refused, err
}

package pace

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/private"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// Folder names the folder, below the one for the program's state, of the pace of a server and a
// user: the server's name for people, and a sum for what makes it unique.
func Folder(state, origin, user string) string {
	_, host, _ := strings.Cut(origin, "://")
	readable := text.PlainName(host, ".-")
	return filepath.Join(state, "pace", readable[:min(len(readable), 60)]+"-"+text.Sum(origin+"\n"+user, 12))
}

// Status is how a shared pace stands.
type Status struct {
	// Rate is the pace in force in calls per second, and Full the one without refusals.
	Rate, Full float64
	// Hold is how long no call is sent at all, because the server asked for it.
	Hold time.Duration
	// Busy calls of all processes are under way, of Parallel that may be.
	Busy, Parallel int
	// Processes took their last turn within a minute, or have one to come.
	Processes []Process
}

// Look tells how the shared pace stands, without taking part in it. A pace that nobody has shared
// yet is a full one; one that commands refuse to share is an error.
func Look(o Options) (Status, error) {
	full := o.Rate * Share
	status := Status{Rate: full, Full: full, Parallel: o.Parallel}
	shared := &sharedState{folder: o.Folder}
	s, err := shared.read()
	if errors.Is(err, fs.ErrNotExist) {
		return status, nil
	}
	for _, path := range []string{shared.folder, shared.path()} {
		if info, missing := os.Stat(path); err == nil && missing == nil {
			err = private.Check(path, info)
		}
	}
	if err != nil {
		return status, err
	}
	now := time.Now().Round(0)
	s.normalize(now, time.Duration(float64(time.Second)/full))
	status.Rate = full * s.share(now)
	status.Hold = max(0, s.holdUntil.Sub(now))
	status.Busy = slots{o.Folder, o.Parallel}.busy()
	status.Processes = slices.DeleteFunc(s.processes, func(p Process) bool {
		return now.Sub(p.Turn) > forgotten || !alive(p.PID)
	})
	return status, nil
}

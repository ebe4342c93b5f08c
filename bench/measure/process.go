package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

// usage is what a process took.
type usage struct {
	wall time.Duration
	cpu  time.Duration // user and system together
	peak int64         // memory in bytes, of the largest process of a pipeline
}

// aimsio is a call of the program, on a server of the benchmarks.
func (b *bench) aimsio(ctx context.Context, url string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, filepath.Join(b.bin, "aimsio"), args...)
	cmd.Env = b.environ(url)
	return cmd
}

// shell is a line of bash that finds the server's address in $URL.
func (b *bench) shell(ctx context.Context, url, line string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "bash", "-o", "pipefail", "-c", line)
	cmd.Env = b.environ(url)
	return cmd
}

// environ is the same for all that is measured: nothing of the user's own configuration.
func (b *bench) environ(url string) []string {
	return []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + b.scratch, "LC_ALL=C.UTF-8", "NO_PROXY=127.0.0.1",
		"URL=" + url + "/rest/api/standard/v1/JobOrder",
		"AIMSIO_CONFIG=" + filepath.Join(b.scratch, "config.yaml"),
		"AIMSIO_STATE_DIR=" + filepath.Join(b.scratch, "state"),
		"AIMSIO_ENV=sandbox", "AIMSIO_URL=" + url, "AIMSIO_USERNAME=x", "AIMSIO_PASSWORD=y",
	}
}

// measure runs a command with its standard output in a file and says what it took, also where it
// ends with an error.
func measure(cmd *exec.Cmd, out string) (usage, error) {
	file, err := os.Create(out)
	if err != nil {
		return usage{}, fmt.Errorf("making a file for the output: %w", err)
	}
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = file, &said
	began := time.Now()
	err = cmd.Run()
	wall := time.Since(began)
	state := cmd.ProcessState
	if state == nil {
		return usage{}, fmt.Errorf("%v: %w", cmd.Args, err)
	}
	used := usage{wall: wall, cpu: state.UserTime() + state.SystemTime(), peak: peak(state)}
	if err != nil {
		return used, fmt.Errorf("%v: %w\n%s", cmd.Args, err, said.Bytes())
	}
	if err := file.Close(); err != nil {
		return usage{}, fmt.Errorf("closing the output: %w", err)
	}
	return used, nil
}

// medians gives the middle of each value.
func medians(all []usage) usage {
	return usage{
		wall: median(all, func(u usage) time.Duration { return u.wall }),
		cpu:  median(all, func(u usage) time.Duration { return u.cpu }),
		peak: median(all, func(u usage) int64 { return u.peak }),
	}
}

func median[T cmp.Ordered](all []usage, value func(usage) T) T {
	values := make([]T, len(all))
	for i, u := range all {
		values[i] = value(u)
	}
	slices.Sort(values)
	return values[len(values)/2]
}

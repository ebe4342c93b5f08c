package mcp

import (
	"context"
	"io"
	"sync"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// Runner carries out a command line of the program, without the program's name and with streams of its own, and gives its
// exit code.
type Runner func(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) (code int)

// Options say what is offered.
type Options struct {
	// Version is the program's.
	Version string
	// Environment is the one that every command works with.
	Environment string
	Catalog     *api.Catalog
	Run         Runner
	// Mirror is the place of the mirror as --mirror gives it, empty for the usual one.
	Mirror string
	// Writes offers the tool that carries plans out. Confirm and MaxChanges are what --confirm and --max-changes say of
	// each, empty for nothing.
	Writes              bool
	Confirm, MaxChanges string
	// Folder is a folder for the files of plans, which the caller removes.
	Folder string
}

// Server answers an agent. It keeps what was asked and not read to the end yet, and plans that were made.
type Server struct {
	options Options
	answers *answers
	plans   *plans
	// writing lets one plan be carried out at a time.
	writing sync.Mutex
	// ending is done when nothing new shall begin, and under way counts what has begun.
	ending   context.Context
	underWay sync.WaitGroup
}

// begin counts a call, which ends where the agent takes it back or leaves.
func (s *Server) begin(ctx context.Context) (call context.Context, end func()) {
	s.underWay.Add(1)
	call, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(s.ending, cancel)
	return call, func() {
		stop()
		cancel()
		s.underWay.Done()
	}
}

package mcp

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// plan compares and keeps what differs as a plan.
func (s *Server) plan(ctx context.Context, entity *api.Entity, asked request) (*page, error) {
	id, made := s.plans.begin(entity.Name)
	asked.args = append(asked.args, "--save="+made.path)
	found, err := s.ask(ctx, asked)
	if err != nil {
		return nil, err
	}
	if !found.differs || found.failed {
		_ = os.Remove(made.path) // which goes with its folder at the latest
		return found, nil
	}
	found.plan = id
	s.plans.keep(id, made)
	return found, nil
}

type applyInput struct {
	Plan string `json:"plan" jsonschema:"the plan that diff kept"`
}

// apply carries a plan out.
func (s *Server) apply(ctx context.Context, in applyInput) (*page, error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	made, err := s.plans.take(in.Plan)
	if err != nil {
		return nil, err
	}
	args := slices.Concat([]string{made.entity, "apply"}, flag("confirm", s.options.Confirm), flag("max-changes", s.options.MaxChanges))
	found, err := s.ask(ctx, request{args: s.withMirror(args), words: []string{made.path}, what: "results", pageSize: pageSize{Rows: maxRows}})
	if gone := os.Remove(made.path); gone != nil && !errors.Is(gone, fs.ErrNotExist) && err == nil {
		found.notes += "\n" + fmt.Sprintf("removing the file of the plan: %s", gone)
	}
	return found, err
}

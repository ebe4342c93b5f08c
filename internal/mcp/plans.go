package mcp

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// plans are those that were made and not carried out.
type plans struct {
	mu     sync.Mutex
	folder string
	kept   map[string]keptPlan
}

// keptPlan is a plan in a file.
type keptPlan struct {
	entity, path string
}

// begin gives a name for a plan, and a file for it.
func (p *plans) begin(entity string) (id string, made keptPlan) {
	id = strings.ToLower(rand.Text()[:10])
	return id, keptPlan{entity: entity, path: filepath.Join(p.folder, id+".json")}
}

func (p *plans) keep(id string, made keptPlan) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.kept == nil {
		p.kept = map[string]keptPlan{}
	}
	p.kept[id] = made
}

// take gives a plan, which is gone then, so that none is carried out twice.
func (p *plans) take(id string) (keptPlan, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	made, known := p.kept[id]
	if !known {
		return made, fmt.Errorf("there is no plan %q, or it was carried out: diff makes one", id)
	}
	delete(p.kept, id)
	return made, nil
}

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

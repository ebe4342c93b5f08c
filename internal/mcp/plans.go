package mcp

import (
	"crypto/rand"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
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

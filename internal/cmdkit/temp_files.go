package cmdkit

import (
	"os"
	"sync"
)

// TempFiles are the files that are not whole yet, under the names that they have until then, and folders that
// are not needed after the run.
type TempFiles struct {
	mu    sync.Mutex
	paths map[string]bool
}

// Add notes a file or a folder that is begun.
func (t *TempFiles) Add(path string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.paths == nil {
		t.paths = map[string]bool{}
	}
	t.paths[path] = true
}

// Drop forgets what is whole, or gone.
func (t *TempFiles) Drop(path string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.paths, path)
}

// Remove throws them all away, when the program ends in their middle.
func (t *TempFiles) Remove() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for path := range t.paths {
		_ = os.RemoveAll(path)
	}
}

package cmdkit

import (
	"os"
	"sync"
)

// TempFiles are the files that are not whole yet, under the names that they have until then.
type TempFiles struct {
	mu    sync.Mutex
	paths map[string]bool
}

// Add notes a file that is begun.
func (u *TempFiles) Add(path string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.paths == nil {
		u.paths = map[string]bool{}
	}
	u.paths[path] = true
}

// Drop forgets a file that is whole, or gone.
func (u *TempFiles) Drop(path string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.paths, path)
}

// Remove throws them all away, when the program ends in their middle.
func (u *TempFiles) Remove() {
	u.mu.Lock()
	defer u.mu.Unlock()
	for path := range u.paths {
		_ = os.Remove(path)
	}
}

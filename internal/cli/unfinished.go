package cli

import (
	"os"
	"sync"
)

// unfinished are the files that are not whole yet, under the names that they have until then.
type unfinished struct {
	mu    sync.Mutex
	paths map[string]bool
}

func (u *unfinished) add(path string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.paths == nil {
		u.paths = map[string]bool{}
	}
	u.paths[path] = true
}

func (u *unfinished) drop(path string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.paths, path)
}

// remove throws them all away, when the program ends in their middle.
func (u *unfinished) remove() {
	u.mu.Lock()
	defer u.mu.Unlock()
	for path := range u.paths {
		_ = os.Remove(path)
	}
}

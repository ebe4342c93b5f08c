package cli

import (
	"sync"

	"github.com/aimsio-cli/aimsio/internal/input"
)

// keptItems holds the items that are on their way, by line, so that those that fail can be given
// back as they came. Only as many are on their way as the calls in flight carry.
type keptItems struct {
	mu    sync.Mutex
	items map[int]input.Item
}

func newKeptItems() *keptItems { return &keptItems{items: map[int]input.Item{}} }

func (k *keptItems) add(item input.Item) {
	if k == nil {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.items[item.Line] = item
}

// take gives an item back, once.
func (k *keptItems) take(line int) (input.Item, bool) {
	if k == nil {
		return input.Item{}, false
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	item, ok := k.items[line]
	delete(k.items, line)
	return item, ok
}

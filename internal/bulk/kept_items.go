package bulk

import (
	"sync"

	"github.com/aimsio-cli/aimsio/internal/input"
)

// keptItems holds the items that are on their way, by line, so that those that fail can be given
// back as they came. Only as many are on their way as the calls in flight carry. A line may hold
// several of them, as a JSON array without line ends does; they come back in their order.
type keptItems struct {
	mu    sync.Mutex
	items map[int][]input.Item
}

func newKeptItems() *keptItems { return &keptItems{items: map[int][]input.Item{}} }

func (k *keptItems) add(item input.Item) {
	if k == nil {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.items[item.Line] = append(k.items[item.Line], item)
}

// take gives the first item of a line that was not taken yet.
func (k *keptItems) take(line int) (input.Item, bool) {
	if k == nil {
		return input.Item{}, false
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	waiting := k.items[line]
	if len(waiting) == 0 {
		return input.Item{}, false
	}
	if k.items[line] = waiting[1:]; len(waiting) == 1 {
		delete(k.items, line)
	}
	return waiting[0], true
}

package watch

import (
	"context"

	"github.com/aimsio-cli/aimsio/internal/handover/ledger"
)

// Place is how far a watch has come in the history of an entity.
type Place = ledger.WatchPlace

// Keeper keeps the places of a watch, which one run has at a time.
type Keeper struct {
	Ledger *ledger.Ledger
	// Release gives back the lock of the watch.
	Release func()
	// Explain says of a failure of the ledger what to do.
	Explain func(error) error
}

func (k *Keeper) places(ctx context.Context, name string) (map[string]Place, error) {
	places, err := k.Ledger.WatchPlaces(ctx, name)
	if err != nil {
		return nil, &roundError{step: atPlacing, err: k.Explain(err)}
	}
	return places, nil
}

func (k *Keeper) move(ctx context.Context, name string, from, to map[string]Place) (moved bool, err error) {
	moved, err = k.Ledger.MoveWatch(ctx, name, from, to)
	if err != nil {
		return false, &roundError{step: atPlacing, err: k.Explain(err)}
	}
	return moved, nil
}

// close gives the lock back, and ends the use of the ledger.
func (k *Keeper) close() error {
	k.Release()
	return k.Ledger.Close()
}

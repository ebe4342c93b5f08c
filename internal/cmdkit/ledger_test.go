package cmdkit_test

import (
	"errors"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// TestOneStoreIsNotTheOther: what is wrong with a mirror does not get the advice for a ledger, nor the other way round.
func TestOneStoreIsNotTheOther(t *testing.T) {
	t.Parallel()
	for _, of := range []func(database.Store) error{
		func(store database.Store) error {
			return &database.DamagedError{Store: store, Err: errors.New("so it is")}
		},
		func(store database.Store) error { return &database.ForeignError{Store: store} },
	} {
		run := newMachine(t).run()
		if err := cmdkit.LedgerError(of(database.Ledger)); fail.HintOf(err) == "" {
			t.Errorf("%v: no advice", err)
		}
		if err := run.MirrorError(of(database.Mirror)); fail.HintOf(err) == "" {
			t.Errorf("%v: no advice", err)
		}
		for _, err := range []error{cmdkit.LedgerError(of(database.Mirror)), run.MirrorError(of(database.Ledger))} {
			if hint := fail.HintOf(err); hint != "" {
				t.Errorf("%v: %s", err, hint)
			}
		}
	}
}

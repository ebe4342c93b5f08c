package entity

import (
	"context"
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// checkReach refuses fields that entries of the index do not have, with the price of having them.
func checkReach(ctx context.Context, index *listIndex, plan *listPlan) error {
	if len(plan.beyond) == 0 {
		return nil
	}
	lacking := fmt.Sprintf("the index of %s has no %s (it has %s)",
		plan.entity.Name, strings.Join(plan.beyond, ", "), api.FieldNames(plan.entity.Index))
	if index.offline {
		return fail.Usagef("%s: --full reads the whole records", lacking)
	}
	price, err := priceOf(ctx, index, plan.whole())
	if err != nil {
		return err
	}
	return fail.Usagef("%s: --full fetches the whole records, %s", lacking, price)
}

// priceOf says what a plan with --full would take: the calls for the index, and one for each record that it
// selects and that the mirror does not have as it is.
func priceOf(ctx context.Context, index *listIndex, plan *listPlan) (string, error) {
	calls, err := countFetches(ctx, index, plan)
	if err != nil {
		return "", err
	}
	calls += index.entries.Calls()
	most := ""
	if plan.limit > 0 && !plan.indexDecides() && !plan.readsAll() {
		most = "at most "
	}
	return fmt.Sprintf("%s%s, about %s", most, text.Counted(calls, "call"), index.session.Duration(calls)), nil
}

// countFetches counts the records that a plan selects and that must be fetched.
func countFetches(ctx context.Context, index *listIndex, plan *listPlan) (int, error) {
	store, err := index.mirrors.ReadMirror(ctx, plan.mirror)
	if err != nil {
		return 0, err
	}
	var count tally
	entries := index.selected(ctx, plan, &count)
	if store == nil {
		for _, err := range entries {
			if err != nil {
				return 0, err
			}
		}
		return plan.fetches(count.total), nil
	}
	staged, err := hydrate.Stage(ctx, store, plan.entity, entries, false)
	if err != nil {
		return 0, index.mirrors.MirrorError(err)
	}
	missing, err := staged.Missing(ctx)
	return missing, index.mirrors.MirrorError(err)
}

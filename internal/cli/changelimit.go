package cli

import (
	"context"
	"strconv"
	"strings"
)

// changeLimit is what a flag such as --max-changes says: so many records, or such a share of all.
type changeLimit struct {
	set     bool
	count   int
	percent float64
	text    string
}

func parseChangeLimit(text string) (changeLimit, error) { return parseLimit("--max-changes", text) }

// parseLimit reads the value of a flag that is a number of records or a share.
func parseLimit(flag, text string) (changeLimit, error) {
	if text == "" {
		return changeLimit{}, nil
	}
	limit := changeLimit{set: true, text: text, count: -1}
	number, isShare := strings.CutSuffix(text, "%")
	if isShare {
		percent, err := strconv.ParseFloat(number, 64)
		if err != nil || !(percent >= 0 && percent <= 100) {
			return limit, usagef("%s %s: a share is written as 5%%, from 0%% to 100%%", flag, text)
		}
		limit.percent = percent
		return limit, nil
	}
	count, err := strconv.Atoi(number)
	if err != nil || count < 0 {
		return limit, usagef("%s %s: it is a number of records, or a share such as 5%%", flag, text)
	}
	limit.count = count
	return limit, nil
}

// of is how many of so many records are within the limit.
func (l changeLimit) of(all int) int {
	if l.count >= 0 {
		return l.count
	}
	return int(float64(all) * l.percent / 100)
}

// checkLimit refuses to write more records than --max-changes allows. A share is one of all
// records that the index of the entity has, which takes a call.
func (w *writeRun) checkLimit(ctx context.Context, count int) error {
	if !w.limit.set {
		return nil
	}
	most := w.limit.count
	if most < 0 {
		all, err := w.countAll(ctx)
		if err != nil {
			return err
		}
		most = w.limit.of(all)
	}
	if count <= most {
		return nil
	}
	return failf(exitGuarded, "raise --max-changes if this is meant",
		"%s would be written, and --max-changes %s allows %s: nothing was sent", counted(count, "record"), w.limit.text, grouped(most))
}

// countAll counts the entries of the entity's index.
func (w *writeRun) countAll(ctx context.Context) (int, error) {
	r, err := w.app.reader()
	if err != nil {
		return 0, err
	}
	index, err := r.service.Index(ctx, w.entity)
	if err != nil {
		return 0, r.explain(err, w.entity)
	}
	defer closeQuietly(index)
	all := 0
	for _, err := range index.Stubs() {
		if err != nil {
			return 0, r.explain(err, w.entity)
		}
		all++
	}
	return all, nil
}

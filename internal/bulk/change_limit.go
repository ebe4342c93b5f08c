package bulk

import (
	"context"
	"strconv"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// ChangeLimit is what a flag such as --max-changes says: so many records, or such a share of all.
type ChangeLimit struct {
	Set     bool
	count   int
	percent float64
	Text    string
}

func parseChangeLimit(text string) (ChangeLimit, error) { return ParseLimit("--max-changes", text) }

// ParseLimit reads the value of a flag that is a number of records or a share.
func ParseLimit(flag, text string) (ChangeLimit, error) {
	if text == "" {
		return ChangeLimit{}, nil
	}
	limit := ChangeLimit{Set: true, Text: text, count: -1}
	number, isShare := strings.CutSuffix(text, "%")
	if isShare {
		percent, err := strconv.ParseFloat(number, 64)
		if err != nil || !(percent >= 0 && percent <= 100) {
			return limit, fail.Usagef("%s %s: a share is written as 5%%, from 0%% to 100%%", flag, text)
		}
		limit.percent = percent
		return limit, nil
	}
	count, err := strconv.Atoi(number)
	if err != nil || count < 0 {
		return limit, fail.Usagef("%s %s: it is a number of records, or a share such as 5%%", flag, text)
	}
	limit.count = count
	return limit, nil
}

// Of is how many of so many records are within the limit.
func (l ChangeLimit) Of(all int) int {
	if l.count >= 0 {
		return l.count
	}
	return int(float64(all) * l.percent / 100)
}

// checkLimit refuses to write more records than --max-changes allows. A share is one of all
// records that the index of the entity has, which takes a call.
func (w *Run) checkLimit(ctx context.Context, count int) error {
	if !w.limit.Set {
		return nil
	}
	most := w.limit.count
	if most < 0 {
		all, err := w.countAll(ctx)
		if err != nil {
			return err
		}
		most = w.limit.Of(all)
	}
	if count <= most {
		return nil
	}
	return fail.New(fail.Guarded, "raise --max-changes if this is meant",
		"%s would be written, and --max-changes %s allows %s: nothing was sent", text.Counted(count, "record"), w.limit.Text, text.Count(most))
}

// countAll counts the entries of the entity's index.
func (w *Run) countAll(ctx context.Context) (int, error) {
	r, err := w.setup.Session()
	if err != nil {
		return 0, err
	}
	index, err := r.Service.Index(ctx, w.entity)
	if err != nil {
		return 0, r.CallError(err, w.entity)
	}
	defer func() { _ = index.Close() }()
	all := 0
	for _, err := range index.Entries() {
		if err != nil {
			return 0, r.CallError(err, w.entity)
		}
		all++
	}
	return all, nil
}

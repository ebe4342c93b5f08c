package bulk

import (
	"strconv"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/fail"
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

package mirror

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/labels"
	"github.com/aimsio-cli/aimsio/internal/mirror/sqltext"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// Label is what records have in the field of their status.
type Label struct {
	// Text is "" for the blank one, which stands for a field that is missing as well.
	Text string
	// Records is how many have it; 0 where all that had it are gone.
	Records int
}

// mostLabels bounds what Labels gives: an account has a dozen, and a field of free texts has as many as records.
const mostLabels = 1000

// Labels gives the statuses that the records of an entity have, those of most records first, and at most 1,000.
func (s *Store) Labels(ctx context.Context, entity *api.Entity) (found []Label, err error) {
	if entity.Status == "" {
		return nil, nil
	}
	views := s.dialect.viewSQL()
	value := views.Plain(views.Source(), record.ParsePath(entity.Status), false)
	return found, s.withConn(ctx, "reading", func(ctx context.Context, on database.Queryer) error {
		found, err = database.QueryAll(ctx, on, scanLabel, fmt.Sprintf(`select label, sum(there) from
			(select coalesce(trim(%s), '') as label, case when o.gone_at is null then 1 else 0 end as there
				from objects o where o.entity = %s and o.body <> '') seen
			group by label order by 2 desc, 1 limit %d`, value, sqltext.Constant(entity.Name), mostLabels))
		return err
	})
}

func scanLabel(r database.Row) (Label, error) {
	var text sql.NullString
	var label Label
	err := r.Scan(&text, &label.Records)
	label.Text = strings.TrimSpace(text.String)
	return label, err
}

// LabelTexts lists labels but for the blank one.
func LabelTexts(seen []Label) []string {
	words := make([]string, 0, len(seen))
	for _, label := range seen {
		if label.Text != "" {
			words = append(words, label.Text)
		}
	}
	return words
}

// DoubtLabel says that no record has a label, with those that may have been meant. It is empty where one has it, and
// where none has any.
func DoubtLabel(seen []Label, label string) string {
	const mostNear, mostListed = 3, 12
	has := func(one Label) bool { return labels.Same(one.Text, label) }
	words := LabelTexts(seen)
	if len(words) == 0 || slices.ContainsFunc(seen, has) {
		return ""
	}
	doubt := fmt.Sprintf("no record has the status %q", label)
	if near := api.Nearest(label, words, mostNear); len(near) > 0 {
		return doubt + "; near: " + quotedList(near)
	}
	listed := words[:min(len(words), mostListed)]
	doubt += "; there are " + quotedList(listed)
	if more := len(words) - len(listed); more > 0 {
		doubt += fmt.Sprintf(" and %d more", more)
	}
	return doubt
}

func quotedList(words []string) string {
	quoted := make([]string, 0, len(words))
	for _, word := range words {
		quoted = append(quoted, strconv.Quote(word))
	}
	return strings.Join(quoted, ", ")
}

// Ungrouped leaves of the labels those that records have and no group holds.
func Ungrouped(seen []Label, groups labels.Groups) []Label {
	return slices.DeleteFunc(slices.Clone(seen), func(one Label) bool { return one.Records == 0 || groups.Holds(one.Text) })
}

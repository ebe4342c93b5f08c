package report

import (
	"slices"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/labels"
	"github.com/aimsio-cli/aimsio/internal/mirror/sqltext"
)

// approvedName is the parameter, and the group of statuses, of what counts as approved.
const approvedName = "approved"

// Window is the time that a report looks at. A zero Since is always.
type Window struct{ Since, Until time.Time }

// Values are the parameters that every query may name: the window as times, as days of a zone and as milliseconds, and
// the statuses that mean approved.
func (w Window) Values(days *time.Location, groups labels.Groups) map[string]any {
	since := w.Since
	if since.IsZero() {
		since = time.Unix(0, 0)
	}
	last := w.Until.Add(-time.Millisecond) // of the window, so that a day that begins with its end is left out
	return map[string]any{
		"since": since.UTC().Format(time.RFC3339), "until": w.Until.UTC().Format(time.RFC3339),
		"since_day": since.In(days).Format(time.DateOnly), "until_day": last.In(days).Format(time.DateOnly),
		"since_ms": since.UnixMilli(), "until_ms": w.Until.UnixMilli(),
		approvedName: approved(groups),
	}
}

// approved puts the labels between bars, in small letters, as Unicode has them and as a database may.
func approved(groups labels.Groups) string {
	group, found := groups.Named(approvedName)
	if !found {
		return ""
	}
	list := []string{""}
	for _, label := range group.Labels {
		small := strings.Map(func(r rune) rune {
			if r >= 'A' && r <= 'Z' {
				r += 'a' - 'A'
			}
			return r
		}, strings.TrimSpace(label))
		list = append(list, slices.Compact([]string{labels.Fold(label), small})...)
	}
	return strings.Join(append(list, ""), "|")
}

// Parameters are the names of all that the queries of a report take, sorted.
func (f *File) Parameters(postgres bool) []string {
	var all []string
	for i := range f.Sections {
		_, names := sqltext.Bind(f.Sections[i].asked(postgres).SQL, postgres)
		all = append(all, names...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// ApprovedNote says what counts as approved, empty where no query asks.
func (f *File) ApprovedNote(postgres bool, groups labels.Groups) string {
	if !slices.Contains(f.Parameters(postgres), approvedName) {
		return ""
	}
	group, found := groups.Named(approvedName)
	if !found {
		return `approved: every status that begins or ends with "approved", unless it says "not approved"; ` +
			`the group "approved" of status_groups in the configuration says it exactly`
	}
	return `approved: the statuses of the group "approved": ` + strings.Join(group.Labels, ", ")
}

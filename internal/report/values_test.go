package report

import (
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/labels"
)

func TestValues(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("", -7*3600)
	window := Window{Since: time.Date(2026, 10, 1, 0, 0, 0, 0, zone), Until: time.Date(2026, 10, 8, 0, 0, 0, 0, zone)}
	groups := labels.Groups{{Name: "Approved", Labels: []string{"Customer Approved", "ÉPROUVÉ"}}}
	got := window.Values(zone, groups)
	for name, want := range map[string]any{
		"since": "2026-10-01T07:00:00Z", "since_day": "2026-10-01", "until_day": "2026-10-07", "since_ms": window.Since.UnixMilli(),
		"until_ms": window.Until.UnixMilli(), "approved": "|customer approved|éprouvé|ÉprouvÉ|",
	} {
		if got[name] != want {
			t.Errorf("%s is %v, want %v", name, got[name], want)
		}
	}
	always := Window{Until: window.Until}.Values(zone, nil)
	if always["since_ms"] != int64(0) || always["approved"] != "" {
		t.Errorf("always is %v", always)
	}
}

// TestApprovedNote: a report that asks what is approved says what that means.
func TestApprovedNote(t *testing.T) {
	t.Parallel()
	unbilled, err := ParseBuiltin("unbilled")
	if err != nil {
		t.Fatal(err)
	}
	groups := labels.Groups{{Name: "approved", Labels: []string{"Yes", "OK"}}}
	if got := unbilled.ApprovedNote(false, groups); !strings.HasSuffix(got, ": Yes, OK") {
		t.Errorf("with a group: %s", got)
	}
	if got := unbilled.ApprovedNote(false, nil); !strings.Contains(got, `begins or ends with "approved"`) {
		t.Errorf("without: %s", got)
	}
	jobs, err := ParseBuiltin("jobs")
	if err != nil || jobs.ApprovedNote(false, groups) != "" {
		t.Errorf("jobs says %s, %v", jobs.ApprovedNote(false, groups), err)
	}
}

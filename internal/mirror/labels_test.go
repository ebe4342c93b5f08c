package mirror_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/labels"
	"github.com/aimsio-cli/aimsio/internal/mirror"
)

// TestLabels: the statuses that records have are counted, without blanks around them, those of most records first; one
// that only gone records had has none. A field that is missing or null is blank.
func TestLabels(t *testing.T) {
	entity, catalog := things()
	entity.Status = "state"
	onBoth(t, catalog, func(f *fixture) {
		var index []string
		for id, body := range map[string]string{
			"a": `{"state":"Approved by Client/PM"}`, "b": `{"state":" Approved by Client/PM "}`, "c": `{"state":"approved by client/pm"}`,
			"d": `{"state":""}`, "e": `{"state":null}`, "f": `{"number":"1"}`, "g": `{"state":7}`, "h": `{"state":"Gone"}`, "i": `{"state":"Zoë's"}`,
		} {
			f.put(entity, id, indexEntry(id, 1), body, 0)
			if id != "h" {
				index = append(index, indexEntry(id, 1))
			}
		}
		_, err := f.stage(entity, index...).MarkGone(f.t.Context(), later())
		f.ok(err)
		got, err := f.Labels(f.t.Context(), entity)
		f.ok(err)
		counts := map[string]int{}
		for _, label := range got {
			counts[label.Text] = label.Records
		}
		want := map[string]int{"": 3, "Approved by Client/PM": 2, "approved by client/pm": 1, "7": 1, "Gone": 0, "Zoë's": 1}
		if diff := cmp.Diff(want, counts); diff != "" || len(got) != len(want) || got[0].Text != "" || got[len(got)-1].Text != "Gone" {
			f.t.Errorf("%+v\n%s", got, diff)
		}
		entity := *entity
		entity.Status = ""
		if none, err := f.Labels(f.t.Context(), &entity); err != nil || none != nil {
			f.t.Errorf("without a status: %v, %v", none, err)
		}
	})
}

func TestDoubtLabel(t *testing.T) {
	t.Parallel()
	seen := []mirror.Label{{Text: "Approved", Records: 3}, {Text: "", Records: 2}, {Text: "Void"}}
	for label, want := range map[string]string{
		"Aproved": `no record has the status "Aproved"; near: "Approved"`,
		"zzz":     `no record has the status "zzz"; there are "Approved", "Void"`,
		"VOID":    "",
		"":        "",
	} {
		if got := mirror.DoubtLabel(seen, label); got != want {
			t.Errorf("%q: %s", label, got)
		}
	}
	if got := mirror.DoubtLabel(nil, "x") + mirror.DoubtLabel([]mirror.Label{{Records: 9}}, "x"); got != "" {
		t.Errorf("of nothing: %s", got)
	}
	var many []mirror.Label
	for letter := range strings.SplitSeq("abcdefghijklmno", "") {
		many = append(many, mirror.Label{Text: letter})
	}
	if got := mirror.DoubtLabel(many, "zzz"); !strings.HasSuffix(got, `"k", "l" and 3 more`) {
		t.Errorf("of many: %s", got)
	}
}

func TestUngrouped(t *testing.T) {
	t.Parallel()
	seen := []mirror.Label{{Text: "approved", Records: 3}, {Text: "Void", Records: 2}, {Text: "Gone"}, {Text: "", Records: 1}}
	got := mirror.Ungrouped(seen, labels.Groups{{Name: "a", Labels: []string{"Approved"}}})
	if diff := cmp.Diff([]mirror.Label{{Text: "Void", Records: 2}, {Text: "", Records: 1}}, got); diff != "" {
		t.Error(diff)
	}
	if len(seen) != 4 || seen[3].Text != "" {
		t.Errorf("changed what was given: %+v", seen)
	}
}

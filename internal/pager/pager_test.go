package pager_test

import (
	"testing"

	"github.com/aimsio-cli/aimsio/internal/pager"
)

// TestChoose: the program's own variable counts first, and several ways mean none.
func TestChoose(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		variables map[string]string
		line      string
	}{
		"nothing set":   {nil, "less"},
		"own":           {map[string]string{"AIMSIO_PAGER": "most -s", "PAGER": "more"}, "most -s"},
		"usual":         {map[string]string{"PAGER": " more "}, "more"},
		"own is empty":  {map[string]string{"AIMSIO_PAGER": "", "PAGER": "more"}, ""},
		"usual, empty":  {map[string]string{"PAGER": ""}, ""},
		"cat":           {map[string]string{"PAGER": "cat"}, ""},
		"dumb terminal": {map[string]string{"PAGER": "less", "TERM": "dumb"}, ""},
	} {
		chosen, wanted := pager.Choose(func(name string) (string, bool) { value, set := test.variables[name]; return value, set })
		if chosen.Line != test.line || wanted != (test.line != "") {
			t.Errorf("%s: %+v, %v", name, chosen, wanted)
		}
	}
}

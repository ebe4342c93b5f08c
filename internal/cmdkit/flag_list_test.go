package cmdkit_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/helptext"
)

func TestFlagList(t *testing.T) {
	t.Parallel()
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	flags.SortFlags = false
	flags.StringP("file", "f", "", "`FILE` with the records")
	flags.Bool("dry-run", false, "send nothing")
	flags.String("trace", "", "show calls")
	flags.Lookup("trace").NoOptDefVal = "calls"
	flags.Int("batch-size", 50, "records in one call")
	flags.String("input", "csv", "format")
	flags.Bool("secret", false, "hidden")
	flags.Lookup("secret").Hidden = true
	want := []helptext.Entry{
		{Word: "-f, --file FILE", Meaning: "FILE with the records"},
		{Word: "    --dry-run", Meaning: "send nothing"},
		{Word: "    --trace[=calls]", Meaning: "show calls"},
		{Word: "    --batch-size int", Meaning: "records in one call (default 50)"},
		{Word: "    --input string", Meaning: `format (default "csv")`},
	}
	if diff := cmp.Diff(want, cmdkit.FlagList(flags)); diff != "" {
		t.Error(diff)
	}
}

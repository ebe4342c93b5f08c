package cmdkit_test

import (
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// parametered is an entity of which several calls have parameters.
func parametered() *api.Entity {
	return &api.Entity{Name: "things", Operations: []api.Operation{
		{
			Verb: api.List, Method: "GET", Path: "/things", Page: &api.Paging{Style: api.PageNumber, Parameter: "page", Size: "limit"},
			Parameters: []api.Parameter{
				{Name: "page", Type: api.Integer, Required: true},
				{Name: "limit", Type: api.Integer, Required: true},
				{Name: "view", Type: api.String, Enum: []string{"all", "own"}},
				{Name: "tag", Type: api.String, Many: true},
				{Name: "above", Type: api.Number},
				{Name: "deleted", Type: api.Boolean},
			},
		},
		{Verb: api.Get, Method: "GET", Path: "/things/{id}", Parameters: []api.Parameter{{Name: "view", Type: api.String}, {Name: "tenant", Type: api.String, Required: true}}},
		{Verb: api.Create, Method: "POST", Path: "/things"},
	}}
}

// parameters reads --param of a verb of things.
func parameters(t *testing.T, verb api.Verb, args ...string) (*cmdkit.ParameterFlag, url.Values, error) {
	t.Helper()
	var flag cmdkit.ParameterFlag
	line := make([]string, 0, 2*len(args))
	for _, arg := range args {
		line = append(line, "--param", arg)
	}
	if _, err := command(t, func(cmd *cobra.Command) { flag.Add(cmd, parametered(), verb) }, line...); err != nil {
		t.Fatal(err)
	}
	values, err := flag.Values()
	return &flag, values, err
}

// TestParameters: what the description says of a parameter is held against its value before the first call.
func TestParameters(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		args []string
		want string
		says string
	}{
		"none":                    {nil, "", ""},
		"several":                 {[]string{"view=all", "deleted=true"}, "deleted=true&view=all", ""},
		"one with several values": {[]string{"tag=a", "tag=b,c"}, "tag=a&tag=b%2Cc", ""},
		"one twice":               {[]string{"view=all", "view=own"}, "", "--param view is given twice, and takes one value"},
		"an equals sign in it":    {[]string{"tag=a=b"}, "tag=a%3Db", ""},
		"an empty value":          {[]string{"tag="}, "tag=", ""},
		"no value":                {[]string{"view"}, "", `--param "view": it is written name=value`},
		"no name":                 {[]string{"=x"}, "", `--param "=x": it is written name=value`},
		"an unknown one":          {[]string{"veiw=all"}, "", "--param veiw: GET /things has no such parameter; it has page, limit, view, tag, above, deleted (did you mean view?)"},
		"a value of a fixed set":  {[]string{"view=owm"}, "", `--param view cannot be "owm": it is one of all, own (did you mean own?)`},
		"a whole number":          {[]string{"page=-3"}, "page=-3", ""},
		"a long whole number":     {[]string{"page=99999999999999999999"}, "page=99999999999999999999", ""},
		"no whole number":         {[]string{"page=1.5"}, "", `--param page is "1.5": a whole number is expected`},
		"no number":               {[]string{"above=ten"}, "", `--param above is "ten": a number is expected`},
		"not a number":            {[]string{"above=NaN"}, "", `--param above is "NaN": a number is expected`},
		"infinity":                {[]string{"above=-Inf"}, "", "a number is expected"},
		"a number of base 16":     {[]string{"above=0x1p-2"}, "", "a number is expected"},
		"a number, to the digit":  {[]string{"above=10.10"}, "above=10.10", ""},
		"a large number":          {[]string{"above=1e999"}, "above=1e999", ""},
		"a switch":                {[]string{"deleted=yes"}, "", `--param deleted is "yes": true or false is expected`},
	} {
		_, values, err := parameters(t, api.List, test.args...)
		if test.says != "" {
			refused(t, err, fail.Usage, test.says)
		} else if err != nil || values.Encode() != test.want {
			t.Errorf("%s: %q, %v", name, values.Encode(), err)
		}
	}
}

// ranged is an entity whose list takes a range of times.
func ranged(format string) *api.Entity {
	return &api.Entity{Name: "things", Operations: []api.Operation{
		{Verb: api.List, Method: "GET", Path: "/things", Parameters: []api.Parameter{
			{Name: "from", Type: api.String, Format: format}, {Name: "to", Type: api.String, Format: format},
		}},
		{Verb: api.Get, Method: "GET", Path: "/things/{id}", Parameters: []api.Parameter{
			{Name: "from", Type: api.String, Format: format}, {Name: "to", Type: api.String, Format: format},
		}},
	}}
}

// TestRange: the range that a list takes has flags of its own, whose form the description tells.
func TestRange(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		format string
		args   []string
		want   string
		says   string
	}{
		"neither":             {"date", nil, "", ""},
		"days":                {"date", []string{"--from", "2026-01-01", "--to", "2026-02-01"}, "from=2026-01-01&to=2026-02-01", ""},
		"one end":             {"date", []string{"--to", "2026-02-01"}, "to=2026-02-01", ""},
		"no day":              {"date", []string{"--from", "January"}, "", `--from "January": it is written 2026-03-01`},
		"a day that is none":  {"date", []string{"--from", "2026-02-30"}, "", `--from "2026-02-30": it is written 2026-03-01`},
		"times":               {"date-time", []string{"--from", "2026-01-01T08:00:00-07:00"}, "from=2026-01-01T08%3A00%3A00-07%3A00", ""},
		"a day for a time":    {"date-time", []string{"--from", "2026-01-01"}, "", `--from "2026-01-01": it is written 2026-03-01T08:00:00Z`},
		"as the server likes": {"", []string{"--from", "last week"}, "from=last+week", ""},
		"twice":               {"date", []string{"--from", "2026-01-01", "--param", "from=2026-01-02"}, "", "--param from is given twice, and takes one value"},
	} {
		var flag cmdkit.ParameterFlag
		if _, err := command(t, func(cmd *cobra.Command) { flag.Add(cmd, ranged(test.format), api.List) }, test.args...); err != nil {
			t.Fatal(err)
		}
		values, err := flag.Values()
		if test.says != "" {
			refused(t, err, fail.Usage, test.says)
		} else if err != nil || values.Encode() != test.want {
			t.Errorf("%s: %q, %v", name, values.Encode(), err)
		}
	}
	var flag cmdkit.ParameterFlag
	if cmd, err := command(t, func(cmd *cobra.Command) { flag.Add(cmd, ranged("date"), api.Get) }); err != nil || cmd.Flags().Lookup("from") != nil {
		t.Errorf("a get has a range: %v", err)
	}
}

// TestRequiredParameters: one that the API cannot do without is asked for, but for those with which the program
// follows the pages itself.
func TestRequiredParameters(t *testing.T) {
	t.Parallel()
	_, _, err := parameters(t, api.Get)
	refused(t, err, fail.Usage, "the API requires the parameter tenant: give --param tenant=VALUE")
	if _, values, err := parameters(t, api.Get, "tenant=x"); err != nil || values.Get("tenant") != "x" {
		t.Errorf("%v, %v", values, err)
	}
}

// TestNoParameters: a command whose call has none does not offer them.
func TestNoParameters(t *testing.T) {
	t.Parallel()
	for _, verb := range []api.Verb{api.Create, api.Update} { // which has none, and which is no call at all
		var flag cmdkit.ParameterFlag
		cmd, err := command(t, func(cmd *cobra.Command) { flag.Add(cmd, parametered(), verb) })
		if values, wrong := flag.Values(); err != nil || wrong != nil || values != nil || cmd.Flags().Lookup("param") != nil || flag.OnlyPage(values) != "" {
			t.Errorf("%s: %v, %v, %v", verb, values, err, wrong)
		}
	}
}

// TestOnlyPage: who asks for a page by its parameter gets that alone, and is told.
func TestOnlyPage(t *testing.T) {
	t.Parallel()
	for arg, want := range map[string]string{"page=2": "page", "limit=5": "", "view=all": ""} {
		flag, values, err := parameters(t, api.List, arg)
		if got := flag.OnlyPage(values); err != nil || got != want {
			t.Errorf("%s: %q, %v", arg, got, err)
		}
	}
	if flag, values, err := parameters(t, api.Get, "tenant=x"); err != nil || flag.OnlyPage(values) != "" {
		t.Error(err)
	}
}

// TestCompleteParameters: names first, then the values of one that has a fixed set.
func TestCompleteParameters(t *testing.T) {
	t.Parallel()
	var flag cmdkit.ParameterFlag
	add := func(cmd *cobra.Command) { flag.Add(cmd, parametered(), api.List) }
	for typed, want := range map[string][]string{
		"":       {"page=", "limit=", "view=", "tag=", "above=", "deleted="},
		"vi":     {"page=", "limit=", "view=", "tag=", "above=", "deleted="},
		"view=":  {"view=all", "view=own"},
		"tag=x":  nil,
		"other=": nil,
	} {
		words, open := offered(t, add, "param", typed)
		if !slices.Equal(words, want) || open == strings.Contains(typed, "=") {
			t.Errorf("%q: %q, open %v", typed, words, open)
		}
	}
}

// TestParametersOf: what is said once goes to every call that has a parameter of that name, but for those with
// which the program follows pages.
func TestParametersOf(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		verb   api.Verb
		values url.Values
		want   service.Parameters
	}{
		"none":                    {api.List, url.Values{}, nil},
		"of the list and the get": {api.List, url.Values{"view": {"all"}}, service.Parameters{api.List: {"view": {"all"}}, api.Get: {"view": {"all"}}}},
		"of the list alone":       {api.List, url.Values{"tag": {"a", "b"}}, service.Parameters{api.List: {"tag": {"a", "b"}}}},
		"of the get, for a list":  {api.Get, url.Values{"view": {"all"}, "tenant": {"x"}}, service.Parameters{api.Get: {"view": {"all"}, "tenant": {"x"}}, api.List: {"view": {"all"}}}},
		"of pages":                {api.Get, url.Values{"page": {"2"}, "limit": {"5"}}, service.Parameters{api.Get: {"page": {"2"}, "limit": {"5"}}}},
		"of a write":              {api.Create, url.Values{"view": {"own"}}, service.Parameters{api.Create: {"view": {"own"}}, api.Get: {"view": {"own"}}, api.List: {"view": {"own"}}}},
	} {
		if got := cmdkit.ParametersOf(parametered(), test.verb, test.values); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

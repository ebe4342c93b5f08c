package synonym_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/synonym"
)

func TestInstead(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"ls":                       `the entity comes first, as in "aimsio joborders list"; "aimsio entities" lists them`,
		"ls joborders":             `"aimsio joborders list"`,
		"LIST JobOrders":           `"aimsio joborders list"`,
		"get joborders":            `"aimsio joborders list"`,
		"get joborders J-1":        `"aimsio joborders get J-1"`,
		"describe job J-1 J-2":     `"aimsio joborders get J-1 J-2"`,
		"get customers":            `"aimsio companies list"`,
		"customers":                `they are called companies here: "aimsio companies"`,
		"customers list":           `they are called companies here: "aimsio companies list"`,
		"customers get $(reboot)":  `they are called companies here: "aimsio companies get KEY"`,
		"edit employee 0061":       `"aimsio employees update 0061 --set FIELD=VALUE"`,
		"edit invoice INV-1":       `"aimsio invoices update-status INV-1 --status STATUS"`,
		"diff joborders":           `"aimsio joborders diff -f FILE"`,
		"diff":                     `the entity comes first, as in "aimsio joborders diff -f FILE"; "aimsio entities" lists them`,
		"fields employees":         `"aimsio employees fields"`,
		"delete joborders J-1":     `the API deletes no joborders, but a status can say so: "aimsio joborders update-status J-1 --status Deleted"`,
		"delete":                   `the API deletes no joborders, but a status can say so: "aimsio joborders update-status KEY --status Deleted"`,
		"rm employee 0061":         `the API deletes no employees, but a status can say so: "aimsio employees update-status 0061 --status inactive_permanent_layoff_employee_status"`,
		"rm timecard T-1":          `the API deletes no timecards, but a status can say so: "aimsio timecards update-status T-1 --status STATUS"`,
		"delete payrollperiods 1":  `the API deletes no payrollperiods, and they have no status that could say so`,
		"delete nrbs N-1":          `the API deletes no nrbs, and they have no status that could say so`,
		"create users":             "",
		"login":                    `"aimsio auth login --env NAME"`,
		"config":                   `"aimsio env show"`,
		"config get env":           `"aimsio env show"`,
		"status":                   `"aimsio auth status"`,
		"nothing-that-anyone-says": "",
	} {
		got := synonym.Instead(api.Builtin(), strings.Fields(line))
		if want == "" && got != "" || !strings.Contains(got, want) || strings.HasPrefix(want, "the ") && !strings.HasPrefix(got, want) {
			t.Errorf("%s: got %s\nwant %s", line, got, want)
		}
	}
}

func TestForVerb(t *testing.T) {
	t.Parallel()
	joborders, _ := api.Builtin().Entity("joborders")
	for line, want := range map[string]string{
		"ls":         `here that is "aimsio joborders list"`,
		"show J-1":   `here that is "aimsio joborders get J-1"`,
		"delete J-1": `the API deletes no joborders, but a status can say so: "aimsio joborders update-status J-1 --status Deleted"`,
		"zzz":        "",
	} {
		if got := synonym.ForVerb(joborders, strings.Fields(line)); got != want {
			t.Errorf("%s: got %s, want %s", line, got, want)
		}
	}
}

// TestOtherDescription: entities are those of the catalog, whatever it has.
func TestOtherDescription(t *testing.T) {
	t.Parallel()
	wells := &api.Entity{Name: "wells", Resource: "Well", GUID: "guid", Operations: []api.Operation{{Verb: api.List}, {Verb: api.Get}, {Verb: api.Delete}}}
	catalog := &api.Catalog{Entities: []*api.Entity{wells}}
	for line, want := range map[string]string{
		"get wells W-1":    `"aimsio wells get W-1"`,
		"delete wells W-1": `"aimsio wells delete W-1"`,
		"ls":               `"aimsio wells list"`,
		"customers":        "",
		"diff":             "",
	} {
		if got := synonym.Instead(catalog, strings.Fields(line)); !strings.Contains(got, want) || want == "" && got != "" {
			t.Errorf("%s: got %s, want %s", line, got, want)
		}
	}
	if got := synonym.Instead(&api.Catalog{}, []string{"ls"}); got != "" {
		t.Errorf("without an entity: %s", got)
	}
}

// TestWordsOfEntities: no word means two entities, and none is the name of one.
func TestWordsOfEntities(t *testing.T) {
	t.Parallel()
	said := map[string]string{}
	for resource, words := range api.OtherWords() {
		if !slices.ContainsFunc(api.Builtin().Entities, func(e *api.Entity) bool { return e.Resource == resource }) {
			t.Errorf("there is no resource %s", resource)
		}
		for _, word := range words {
			if other := said[word]; other != "" {
				t.Errorf("%q means %s and %s", word, other, resource)
			}
			said[word] = resource
			if entity, ok := api.Builtin().Entity(word); ok {
				t.Errorf("%q means %s, and is a name of %s", word, resource, entity.Name)
			}
		}
	}
}

package compare

import (
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// Coverage writes the page docs/reference/api-coverage.md: what of the API the program knows, and how well.
func Coverage(c *api.Catalog) string {
	var out strings.Builder
	fmt.Fprintf(&out, "# What is known of the API\n\n")
	fmt.Fprintf(&out, "<!-- Made by go generate from internal/api/openapi.yaml; change that file, not this one. -->\n\n")
	fmt.Fprintf(&out, "%s, version %s. *Documented* is what the vendor's public documentation states. *Assumed* is what follows\n", c.Title, c.Version)
	fmt.Fprintf(&out, "from a documented pattern and may be wrong in detail: it is shown and checked with a warning, and never refuses a record.\n\n")
	writeSummary(&out, c)
	for _, e := range c.Entities {
		writeEntity(&out, e)
	}
	return out.String()
}

func writeSummary(out *strings.Builder, c *api.Catalog) {
	out.WriteString("| entity | resource | group | operations | fields | documented | assumed |\n")
	out.WriteString("|---|---|---|---|--:|--:|--:|\n")
	for _, e := range c.Entities {
		verbs := make([]string, 0, len(e.Operations))
		for _, o := range e.Operations {
			verbs = append(verbs, string(o.Verb))
		}
		documented, assumed := count(e.Fields)
		fmt.Fprintf(out, "| [%s](#%s) | %s | %s | %s | %d | %d | %d |\n", e.Name, e.Name, e.Resource, e.Group,
			strings.Join(verbs, ", "), documented+assumed, documented, assumed)
	}
	out.WriteString("\n")
}

func writeEntity(out *strings.Builder, e *api.Entity) {
	fmt.Fprintf(out, "## %s\n\n", e.Name)
	if e.Summary != "" {
		fmt.Fprintf(out, "%s\n\n", e.Summary)
	}
	out.WriteString("| verb | call | body | known |\n|---|---|---|---|\n")
	for _, o := range e.Operations {
		body := ""
		switch {
		case o.Body == api.BodyArray:
			body = "`[…]`"
		case o.Body == api.BodyRecord:
			body = "the record"
		case o.Wrapper != "":
			body = "`{\"" + o.Wrapper + "\": […]}`"
		}
		fmt.Fprintf(out, "| %s | `%s %s` | %s | %s |\n", o.Verb, o.Method, o.Path, body, o.Certainty)
	}
	out.WriteString("\n")
	writeFields(out, e.Fields)
	for _, o := range e.Operations {
		if len(o.Fields) > 0 {
			fmt.Fprintf(out, "The body of %s carries:\n\n", o.Verb)
			writeFields(out, o.Fields)
		}
	}
}

func writeFields(out *strings.Builder, fields []api.Field) {
	out.WriteString("| field | type | required | values | known | meaning |\n|---|---|---|---|---|---|\n")
	walk(fields, "", func(path string, f api.Field) {
		fmt.Fprintf(out, "| `%s` | %s | %s | %s | %s | %s |\n", path, typeName(f), requirement(f), values(f), f.Certainty, cell(f.Description))
	})
	out.WriteString("\n")
}

// walk visits the fields with their dotted paths, parents before members. The records that an array
// only repeats are described with their own entity.
func walk(fields []api.Field, prefix string, visit func(string, api.Field)) {
	for _, f := range fields {
		visit(prefix+f.Name, f)
		if f.Collects == "" {
			walk(f.Fields, prefix+f.Name+".", visit)
		}
	}
}

func count(fields []api.Field) (documented, assumed int) {
	walk(fields, "", func(_ string, f api.Field) {
		if f.Certainty == api.Documented {
			documented++
		} else {
			assumed++
		}
	})
	return documented, assumed
}

func typeName(f api.Field) string {
	if f.Type == api.Array && f.Items != "" {
		return "array of " + string(f.Items)
	}
	return string(f.Type)
}

func requirement(f api.Field) string {
	switch {
	case f.ReadOnly:
		return "read-only"
	case f.Required && f.Either != "":
		return "yes, or another of *" + cell(f.Either) + "*"
	case f.Required:
		return "yes"
	case f.Either != "":
		return "one of *" + cell(f.Either) + "*"
	default:
		return ""
	}
}

func values(f api.Field) string {
	switch {
	case len(f.Enum) > 0:
		return cell("`" + strings.Join(f.Enum, "` `") + "`")
	case f.Collects != "":
		return "records of " + f.Collects
	case f.RefersTo != nil:
		return "an existing " + f.RefersTo.Resource + "'s `" + f.RefersTo.Field + "`"
	default:
		return ""
	}
}

// cell makes a text safe inside a Markdown table.
func cell(text string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(text), " "), "|", `\|`)
}

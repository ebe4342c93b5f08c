package compile

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api/tree"
)

// plainJSON is the media type that needs no mention in a call.
const plainJSON = "application/json"

// media is what a body or an answer is described as: its schema, and the media type where that is another
// one than plain JSON.
type media struct {
	schema *tree.Value
	kind   string
}

func (m media) described() bool { return m.schema != nil }

// answer is what a successful call answers, or nothing where none is described.
func (x *classifier) answer(o *tree.Value) (media, error) {
	response, err := x.success(o)
	if err != nil || response == nil {
		return media{}, err
	}
	return jsonMedia(response.Get("content")), nil
}

// otherFormat tells of an answer that is described in other formats than JSON alone, such as a PDF.
func (x *classifier) otherFormat(o *tree.Value) (why string) {
	response, err := x.success(o)
	if err != nil || response == nil {
		return ""
	}
	content := response.Get("content")
	if content == nil || content.Kind != tree.Object || len(content.Names) == 0 {
		return ""
	}
	if slices.ContainsFunc(content.Names, isJSON) {
		return ""
	}
	return "its answer is " + tree.OneLine(content.Names[0]) + ", not JSON"
}

// success is the first response with a status of success.
func (x *classifier) success(o *tree.Value) (*tree.Value, error) {
	responses := o.Get("responses")
	if responses == nil || responses.Kind != tree.Object {
		return nil, nil
	}
	for i, code := range responses.Names {
		if strings.HasPrefix(code, "2") {
			return x.reader.In.Resolve(responses.Items[i])
		}
	}
	return nil, nil
}

// statuses gives the successes with a body that are described beside 200.
func statuses(o *tree.Value) (list []int) {
	responses := o.Get("responses")
	if responses == nil || responses.Kind != tree.Object {
		return nil
	}
	for _, code := range responses.Names {
		n, err := strconv.Atoi(code)
		if err == nil && n/100 == 2 && n != http.StatusOK && n != http.StatusNoContent && n != http.StatusResetContent {
			list = append(list, n)
		}
	}
	return list
}

// body is what a call sends, nothing where that is not JSON; format then says what it is.
func (x *classifier) body(o *tree.Value) (sent media, format string, err error) {
	body := o.Get("requestBody")
	if body == nil {
		return media{}, "", nil
	}
	if body, err = x.reader.In.Resolve(body); err != nil {
		return media{}, "", err
	}
	content := body.Get("content")
	sent = jsonMedia(content)
	if !sent.described() && content != nil && content.Kind == tree.Object && len(content.Names) > 0 {
		format = tree.OneLine(content.Names[0])
	}
	return sent, format, nil
}

// jsonMedia finds plain JSON, else what is built on it, such as application/vnd.api+json.
func jsonMedia(content *tree.Value) media {
	if content == nil || content.Kind != tree.Object {
		return media{}
	}
	found := media{}
	for i, kind := range content.Names {
		if !isJSON(kind) {
			continue
		}
		schema := content.Items[i].Get("schema")
		name, _, _ := strings.Cut(strings.ToLower(kind), ";")
		if name == plainJSON || strings.Contains(name, "*") {
			return media{schema: schema}
		}
		if found.kind == "" {
			found = media{schema, tree.OneLine(kind)}
		}
	}
	return found
}

// isJSON tells whether a media type holds one JSON text. A JSON patch is none of a record, but what is done to one.
func isJSON(kind string) bool {
	name, _, _ := strings.Cut(strings.ToLower(kind), ";")
	switch name = strings.TrimSpace(name); name {
	case plainJSON, "text/json", "*/*", "application/*":
		return true
	case "application/json-patch+json":
		return false
	}
	return strings.HasSuffix(name, "+json")
}

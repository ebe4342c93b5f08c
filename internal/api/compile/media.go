package compile

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// answer is the schema of what a successful call answers, or nothing where none is described.
func (d *document) answer(o *value) (*value, error) {
	response, err := d.success(o)
	if err != nil || response == nil {
		return nil, err
	}
	return jsonSchema(response.get("content")), nil
}

// otherFormat tells of an answer that is described in other formats than JSON alone, such as a PDF.
func (d *document) otherFormat(o *value) (why string) {
	response, err := d.success(o)
	if err != nil || response == nil {
		return ""
	}
	content := response.get("content")
	if content == nil || content.kind != objectValue || len(content.names) == 0 {
		return ""
	}
	if slices.ContainsFunc(content.names, isJSON) {
		return ""
	}
	return "its answer is " + oneLine(content.names[0]) + ", not JSON"
}

// success is the first response with a status of success.
func (d *document) success(o *value) (*value, error) {
	responses := o.get("responses")
	if responses == nil || responses.kind != objectValue {
		return nil, nil
	}
	for i, code := range responses.names {
		if strings.HasPrefix(code, "2") {
			return d.resolve(responses.items[i])
		}
	}
	return nil, nil
}

// statuses gives the successes with a body that are described beside 200.
func statuses(o *value) (list []int) {
	responses := o.get("responses")
	if responses == nil || responses.kind != objectValue {
		return nil
	}
	for _, code := range responses.names {
		n, err := strconv.Atoi(code)
		if err == nil && n/100 == 2 && n != http.StatusOK && n != http.StatusNoContent && n != http.StatusResetContent {
			list = append(list, n)
		}
	}
	return list
}

func (d *document) body(o *value) (*value, error) {
	body := o.get("requestBody")
	if body == nil {
		return nil, nil
	}
	body, err := d.resolve(body)
	if err != nil {
		return nil, err
	}
	return jsonSchema(body.get("content")), nil
}

func jsonSchema(content *value) *value {
	if content == nil || content.kind != objectValue {
		return nil
	}
	for i, kind := range content.names {
		if isJSON(kind) {
			return content.items[i].get("schema")
		}
	}
	return nil
}

func isJSON(kind string) bool {
	return strings.Contains(strings.ToLower(kind), "json") || kind == "*/*"
}

package compile

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// answer is the schema of what a successful call answers, or nothing where none is described.
func (d *documents) answer(o node) (node, error) {
	response, err := d.success(o)
	if err != nil || response.value == nil {
		return node{}, err
	}
	return jsonSchema(response.to("content")), nil
}

// otherFormat tells of an answer that is described in other formats than JSON alone, such as a PDF.
func (d *documents) otherFormat(o node) (why string) {
	response, err := d.success(o)
	if err != nil || response.value == nil {
		return ""
	}
	content := response.to("content")
	if content.value == nil || content.kind != objectValue || len(content.names) == 0 {
		return ""
	}
	if slices.ContainsFunc(content.names, isJSON) {
		return ""
	}
	return "its answer is " + oneLine(content.names[0]) + ", not JSON"
}

// success is the first response with a status of success.
func (d *documents) success(o node) (node, error) {
	responses := o.to("responses")
	if responses.value == nil || responses.kind != objectValue {
		return node{}, nil
	}
	for i, code := range responses.names {
		if strings.HasPrefix(code, "2") {
			return d.resolve(node{responses.items[i], responses.in})
		}
	}
	return node{}, nil
}

// statuses gives the successes with a body that are described beside 200.
func statuses(o node) (list []int) {
	responses := o.to("responses")
	if responses.value == nil || responses.kind != objectValue {
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

func (d *documents) body(o node) (node, error) {
	body := o.to("requestBody")
	if body.value == nil {
		return node{}, nil
	}
	body, err := d.resolve(body)
	if err != nil {
		return node{}, err
	}
	return jsonSchema(body.to("content")), nil
}

func jsonSchema(content node) node {
	if content.value == nil || content.kind != objectValue {
		return node{}
	}
	for i, kind := range content.names {
		if isJSON(kind) {
			return node{content.items[i], content.in}.to("schema")
		}
	}
	return node{}
}

func isJSON(kind string) bool {
	return strings.Contains(strings.ToLower(kind), "json") || kind == "*/*"
}

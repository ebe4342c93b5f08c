package compile

import (
	"strings"
	"testing"
)

// Paths that lead elsewhere than they seem to are told of, and are no entities.
func TestOddPathsAreNoEntities(t *testing.T) {
	odd := []string{
		"Thing", "//example.com/Thing", "/a//Thing", "/Thing?all=1", "/Thing#x", "/a b", "/a\\b", "/./Thing", "/a/../Thing", "/a/%2e%2E/Thing",
		"/a/..", "/a%2fb", "/a%5cb", "/a%", "/a\u00a0b",
	}
	text := "openapi: 3.0.3\ninfo: {title: a, version: '1'}\npaths:\n"
	for _, path := range append(odd, "/Good.one/v1.2/Thing~x/{id}") {
		text += "  '" + path + "': {get: {responses: {'200': {content: {application/json: {schema: {properties: {id: {type: string}}}}}}}}}\n"
	}
	catalog, err := Description([]byte(text), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(catalog.Entities) != 1 || !strings.HasPrefix(catalog.Entities[0].Operations[0].Path, "/Good.one") {
		t.Errorf("%d entities", len(catalog.Entities))
	}
	if len(catalog.Others) != len(odd) {
		t.Errorf("%d others, want %d: %+v", len(catalog.Others), len(odd), catalog.Others)
	}
}

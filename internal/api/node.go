package api

import (
	"fmt"
	"strings"

	yaml "github.com/pb33f/go-yaml"
	"github.com/pb33f/libopenapi/datamodel/high/base"
	v3 "github.com/pb33f/libopenapi/datamodel/high/v3"
	"github.com/pb33f/libopenapi/orderedmap"
)

// cutParameter takes the parameter off the end of a path, and counts all parameters of the path.
func cutParameter(path string) (collection string, parameters int) {
	collection, parameters = strings.TrimRight(path, "/"), strings.Count(path, "{")
	if i := strings.LastIndex(collection, "/{"); i >= 0 && strings.HasSuffix(collection, "}") && !strings.Contains(collection[i+1:], "/") {
		collection = collection[:i]
	}
	return collection, parameters
}

// answer is the schema of what a successful call answers, or nil where none is described.
func answer(o *v3.Operation) *base.SchemaProxy {
	if o.Responses == nil {
		return nil
	}
	for code, response := range o.Responses.Codes.FromOldest() {
		if strings.HasPrefix(code, "2") && response != nil {
			return jsonSchema(response.Content)
		}
	}
	return nil
}

func requestBody(o *v3.Operation) *base.SchemaProxy {
	if o.RequestBody == nil {
		return nil
	}
	return jsonSchema(o.RequestBody.Content)
}

func jsonSchema(content *orderedmap.Map[string, *v3.MediaType]) *base.SchemaProxy {
	for kind, media := range content.FromOldest() {
		if media != nil && (strings.Contains(kind, "json") || kind == "*/*") {
			return media.Schema
		}
	}
	return nil
}

func extension(extensions *orderedmap.Map[string, *yaml.Node], name string) string {
	for key, value := range extensions.FromOldest() {
		if key == name && value != nil {
			return value.Value
		}
	}
	return ""
}

func line(o *v3.Operation) string {
	if low := o.GoLow(); low != nil && low.KeyNode != nil && low.KeyNode.Line > 0 {
		return fmt.Sprintf(" (line %d)", low.KeyNode.Line)
	}
	return ""
}

// at tells where a schema stands.
func at(proxy *base.SchemaProxy) string {
	if node := proxy.GetReferenceNode(); node != nil && node.Line > 0 {
		return fmt.Sprintf("line %d", node.Line)
	}
	if node := proxy.GetSchemaKeyNode(); node != nil && node.Line > 0 {
		return fmt.Sprintf("line %d", node.Line)
	}
	return "schema"
}

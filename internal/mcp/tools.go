package mcp

import (
	"context"
	"fmt"
	"reflect"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/jsonschema-go/jsonschema"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// tool is a tool with what answers it.
type tool struct {
	*mcp.Tool

	handle mcp.ToolHandler
}

// tools are all that are offered.
func (s *Server) tools() ([]tool, error) {
	all := []func() (tool, error){
		reading(s, "entities", "List the kinds of records and what can be done to each", s.entities),
		reading(s, "fields", "Tell the fields of an entity: types, choices, which are required, and how sure that is", s.fields),
		reading(s, "list", "List the records of an entity: index entries, or with full whole records. Filters and columns "+
			"outside the index need full, which without a local copy takes a call for each record", s.list),
		reading(s, "get", "Give records whole, by GUID, or by business key where there is a local copy", s.get),
		reading(s, "sql", "Ask the local copy in SQL (one SELECT). Each entity is a view of its name with a column for each field, "+
			"each list within its records a view ENTITY_LIST", s.sql),
		reading(s, "changes", "Tell what appeared, changed (field by field) or vanished, as syncs found it", s.changes),
		reading(s, "diff", s.diffDescription(), s.diff),
		reading(s, "next", "Give the next page of an answer, by the cursor that the last page gave", s.next),
	}
	if s.options.Writes {
		all = append(all, writing(s, "apply", "Carry out a plan that diff made, exactly as it was shown. A plan is carried out once", s.apply))
	}
	var made []tool
	for _, newTool := range all {
		each, err := newTool()
		if err != nil {
			return nil, fmt.Errorf("making the tools: %w", err)
		}
		made = append(made, each)
	}
	return made, nil
}

func (s *Server) diffDescription() string {
	what := "Show what it would take to make records like those given: create, update with the fields old and new, unchanged, conflict. Nothing is sent"
	if s.options.Writes {
		what += ". Differences are kept as a plan for apply"
	}
	return what
}

// reading makes a tool that changes nothing.
func reading[In any](s *Server, name, description string, do func(context.Context, In) (*page, error)) func() (tool, error) {
	return func() (tool, error) {
		return s.newTool(name, description, &mcp.ToolAnnotations{ReadOnlyHint: true}, reflect.TypeFor[In](), handler(s, do))
	}
}

// writing makes a tool that writes to the server.
func writing[In any](s *Server, name, description string, do func(context.Context, In) (*page, error)) func() (tool, error) {
	return func() (tool, error) {
		destructive := true
		return s.newTool(name, description, &mcp.ToolAnnotations{DestructiveHint: &destructive}, reflect.TypeFor[In](), handler(s, do))
	}
}

func (s *Server) newTool(name, description string, hints *mcp.ToolAnnotations, input reflect.Type, handle mcp.ToolHandler) (tool, error) {
	schema, err := jsonschema.ForType(input, &jsonschema.ForOptions{TypeSchemas: map[reflect.Type]*jsonschema.Schema{
		reflect.TypeFor[jsontext.Value](): {Type: "object"},
	}})
	if err != nil {
		return tool{}, err
	}
	for _, property := range []*jsonschema.Schema{schema.Properties["entity"]} {
		if property != nil {
			property.Enum = s.entityNames()
		}
	}
	return tool{Tool: &mcp.Tool{Name: name, Description: description, Annotations: hints, InputSchema: schema}, handle: handle}, nil
}

func (s *Server) entityNames() []any {
	var names []any
	for _, entity := range s.options.Catalog.Entities {
		names = append(names, entity.Name)
	}
	return names
}

// handler reads what a tool is called with. The bytes of records stay as they are, which the handlers of the library do
// not promise.
func handler[In any](s *Server, do func(context.Context, In) (*page, error)) mcp.ToolHandler {
	return func(ctx context.Context, request *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
		var in In
		arguments := request.Params.Arguments
		if len(arguments) == 0 {
			arguments = []byte("{}")
		}
		if err := json.Unmarshal(arguments, &in, json.RejectUnknownMembers(true)); err != nil {
			return failure(fmt.Errorf("the arguments are not as the tool wants them: %w", err)), nil
		}
		ctx, end := s.begin(ctx)
		defer end()
		found, err := do(ctx, in)
		if err != nil {
			return failure(err), nil
		}
		return found.result(), nil
	}
}

// failure is the answer of a tool that has none.
func failure(err error) *mcp.CallToolResult {
	return &mcp.CallToolResult{IsError: true, Content: []mcp.Content{&mcp.TextContent{Text: err.Error()}}}
}

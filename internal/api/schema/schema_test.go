package schema_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/schema"
	"github.com/aimsio-cli/aimsio/internal/api/tree"
)

// reading is a reader of a file, with the schema that stands at a pointer in it.
func reading(t *testing.T, file, pointer string) (*schema.Reader, *tree.Value) {
	t.Helper()
	root, err := tree.Read([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	at := root.Pointer(pointer)
	if at == nil {
		t.Fatalf("there is no %s", pointer)
	}
	return &schema.Reader{In: &schema.Document{Root: root}}, at
}

// fieldsOf are the fields of the schema called thing, as name:type, a ! behind what is required and members in brackets.
func fieldsOf(t *testing.T, file string) (string, *schema.Reader, error) {
	t.Helper()
	r, at := reading(t, file, "/thing")
	s, err := r.Read(at, schema.Way{})
	if err != nil {
		return "", r, err
	}
	fields, err := r.Members(s)
	return textOf(fields), r, err
}

func textOf(fields []api.Field) string {
	var parts []string
	for _, f := range fields {
		part := f.Name + ":" + api.TypeName(f)
		if f.Required {
			part += "!"
		}
		if len(f.Enum) > 0 {
			part += "=" + strings.Join(f.Enum, "|")
		}
		if len(f.Fields) > 0 {
			part += "{" + textOf(f.Fields) + "}"
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, " ")
}

func TestFieldsOfSchemas(t *testing.T) {
	for name, test := range map[string]struct{ file, want string }{
		"as they stand": {
			"thing: {type: object, required: [b], properties: {b: {type: string, format: byte}, a: {type: array, items: {type: integer}}}}",
			"b:string (base64)! a:array of integer",
		},
		"by a reference": {
			"thing: {$ref: '#/x'}\nx: {type: object, properties: {a: {$ref: '#/y'}}}\ny: {type: string, enum: [p, q]}", "a:string=p|q",
		},
		"put together of parts, the own last": {
			"thing: {allOf: [{type: object, properties: {a: {type: string}, b: {type: string}}}, {$ref: '#/x'}], properties: {a: {type: integer}}}\nx: {properties: {c: {type: boolean}}, required: [c]}",
			"a:integer b:string c:boolean!",
		},
		"of any alternative, and none of it required": {
			"thing: {oneOf: [{type: object, required: [a], properties: {a: {type: string}}}, {type: object, properties: {b: {type: integer}}}]}", "a:string b:integer",
		},
		"nullable in both ways": {
			"thing: {type: object, properties: {a: {type: [string, 'null']}, b: {anyOf: [{type: integer}, {type: 'null'}]}, c: {type: [string, integer]}}}",
			"a:string b:integer c:any",
		},
		"round in a circle": {
			"thing: {type: object, properties: {name: {type: string}, parent: {$ref: '#/thing'}}}", "name:string parent:object{name:string parent:object}",
		},
		"a type that is left to be told": {
			"thing: {properties: {o: {properties: {x: {type: string}}}, l: {items: {type: string}}, e: {enum: [1, 2]}, n: {}, k: {const: z}}}",
			"o:object{x:string} l:array of string e:string=1|2 n:any k:string=z",
		},
		"anything": {"thing: true", ""},
	} {
		have, _, err := fieldsOf(t, test.file)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(test.want, have); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// A reference that leads nowhere costs what stands behind it alone, and is told of once.
func TestReferenceToNothing(t *testing.T) {
	have, r, err := fieldsOf(t, "thing: {type: object, properties: {a: {$ref: '#/none'}, b: {$ref: '#/none'}, c: {type: string}}}")
	if err != nil || have != "a:any b:any c:string" || len(r.Warnings) != 1 || r.Warnings[0].Value != "#/none" {
		t.Errorf("%s, %v, %+v", have, err, r.Warnings)
	}
}

func TestWhatCannotBeRead(t *testing.T) {
	for file, want := range map[string]string{
		"thing: {properties: {a: {$ref: 'b.yaml#/x'}}}":                       "it refers to another file, b.yaml",
		"thing: {properties: {a: [x]}}":                                       "field a: line 1: a schema is expected, not a list",
		"thing: {properties: {a: {type: array, items: {$ref: 'b.yaml'}}}}":    "field a: elements: line 1: the schema it refers to another file",
		"thing: {properties: {a: {x-aimsio-certainty: sure}}}":                `x-aimsio-certainty is "sure"`,
		"thing: {properties: {a: {x-aimsio-refers-to: Job}}}":                 `x-aimsio-refers-to is "Job"`,
		"thing: {properties: {a: {allOf: [{$ref: '#/thing/x'}, {$ref: b}]}}}": "it refers to another file, b",
	} {
		if have, _, err := fieldsOf(t, file); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %s, %v", file, have, err)
		}
	}
}

// A few lines can stand for more schemas than anybody can read; with fewer references followed they cannot.
func TestTooManySchemas(t *testing.T) {
	file := "thing: {$ref: '#/s0'}\n"
	for i := range 12 {
		file += fmt.Sprintf("s%d: {type: object, properties: {", i)
		for p := range 10 {
			file += fmt.Sprintf("p%d: {$ref: '#/s%d'}, ", p, i+1)
		}
		file += "}}\n"
	}
	file += "s12: {type: string}\n"
	_, r, err := fieldsOf(t, file)
	if !errors.Is(err, schema.ErrTooMuch) {
		t.Fatalf("%v", err)
	}
	r.All -= r.Schemas
	r.Schemas, r.MostReferences = 0, 3
	s, err := r.Read(r.In.Root.Get("thing"), schema.Way{})
	if err != nil {
		t.Fatal(err)
	}
	fields, err := r.Members(s)
	if err != nil || len(fields) != 10 || fields[0].Type != api.Object {
		t.Errorf("%v, %s", err, textOf(fields))
	}
}

// A word of ours that stands where it means nothing is told of.
func TestWordsOfOurs(t *testing.T) {
	_, r, err := fieldsOf(t, "thing: {properties: {a: {type: string, x-aimsio-certainty: assumed, x-aimsio-keys: b}}}")
	if err != nil || !slices.ContainsFunc(r.Warnings, func(n api.Note) bool { return n.Value == "x-aimsio-keys" && n.Warning }) || len(r.Warnings) != 1 {
		t.Errorf("%v, %+v", err, r.Warnings)
	}
}

// What is no schema may stand elsewhere in the file as well, but not for ever.
func TestResolve(t *testing.T) {
	r, at := reading(t, "a: {$ref: '#/b'}\nb: {$ref: '#/c'}\nc: {x: 1}\nround: {$ref: '#/round'}\nnowhere: {$ref: '#/none'}", "/a")
	if found, err := r.In.Resolve(at); err != nil || found.Str("x") != "1" {
		t.Errorf("%+v, %v", found, err)
	}
	if _, err := r.In.Resolve(r.In.Root.Get("round")); err == nil {
		t.Error("a circle was followed")
	}
	_, err := r.In.Resolve(r.In.Root.Get("nowhere"))
	if dangling, is := errors.AsType[*schema.DanglingError](err); !is || dangling.Reference != "#/none" {
		t.Errorf("%v", err)
	}
}

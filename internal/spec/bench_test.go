package spec

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api/compile"
)

// large makes a description of so many entities, each with three calls and some fields.
func large(entities, fields int) []byte {
	var paths, schemas strings.Builder
	for i := range entities {
		name := fmt.Sprintf("Thing%03d", i)
		fmt.Fprintf(&paths, "  /rest/%[1]s:\n    get:\n      summary: List\n      responses: {'200': {description: a, content: {application/json: "+
			"{schema: {type: array, items: {$ref: '#/components/schemas/Stub'}}}}}}\n"+
			"    post:\n      summary: Write\n      requestBody: {content: {application/json: {schema: {type: object, properties: "+
			"{list: {type: array, items: {$ref: '#/components/schemas/%[1]s'}}}}}}}\n      responses: {'200': {description: a}}\n"+
			"  /rest/%[1]s/{thing%03[2]dGuid}:\n    get:\n      summary: Get\n      responses: {'200': {description: a, content: "+
			"{application/json: {schema: {$ref: '#/components/schemas/%[1]s'}}}}}\n", name, i)
		fmt.Fprintf(&schemas, "    %[1]s:\n      type: object\n      properties:\n        thing%03[2]dGuid: {type: string}\n"+
			"        thing%03[2]dNumber: {type: string}\n", name, i)
		for j := range fields {
			fmt.Fprintf(&schemas, "        thing%03dField%03d:\n          type: %s\n          description: Field number %d of the thing, with a "+
				"description of some length as vendors write them.\n          example: something\n",
				i, j, []string{"string", "integer", "number", "boolean"}[j%4], j)
		}
	}
	return []byte("openapi: 3.0.3\ninfo: {title: Large, version: '1'}\npaths:\n" + paths.String() + "components:\n  schemas:\n" +
		"    Stub: {type: object, properties: {guid: {type: string}, updatedAt: {type: integer, format: epoch-ms}}}\n" + schemas.String())
}

// kept imports a description of so many entities into a store of its own.
func kept(tb testing.TB, entities, fields int) *Store {
	tb.Helper()
	source := large(entities, fields)
	catalog, err := compile.With(source, compile.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	store := In(tb.TempDir())
	about := About{Origin: "a test", Imported: time.Unix(0, 0)}
	if err := store.Keep(tb.Context(), Import{About: about, Source: source, Catalog: catalog, Fingerprint: Fingerprint("1")}); err != nil {
		tb.Fatal(err)
	}
	return store
}

// What a start pays for an imported description of 100 entities: less than 5 ms.
func BenchmarkLoad(b *testing.B) {
	store := kept(b, 100, 30)
	fingerprint := Fingerprint("1")
	for b.Loop() {
		found, err := store.Find("")
		if err != nil || found == nil {
			b.Fatal(err)
		}
		if _, err := found.Load(fingerprint, compile.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// What a start pays where none was imported.
func BenchmarkNone(b *testing.B) {
	folder := b.TempDir()
	for b.Loop() {
		if _, err := os.Stat(folder + "/spec"); err == nil {
			b.Fatal("it is there")
		}
	}
}

// 10 MB and hundreds of operations in less than a second.
func BenchmarkCompile(b *testing.B) {
	source := large(200, 260)
	b.SetBytes(int64(len(source)))
	for b.Loop() {
		if _, err := compile.With(source, compile.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

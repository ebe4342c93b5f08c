package main

import (
	"bytes"
	"fmt"
	"go/format"
	"reflect"
)

// source writes a catalog as Go source: a function that gives it. Unlike JSON it needs no
// decoding when the program starts.
func source(catalog any) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("// Code generated from openapi.yaml and entities.go by \"go generate ./internal/api\". DO NOT EDIT.\n\n")
	b.WriteString("package api\n\n// builtinCatalog makes the catalog of openapi.yaml.\nfunc builtinCatalog() *Catalog {\nreturn ")
	if err := literal(&b, reflect.ValueOf(catalog), false); err != nil {
		return nil, err
	}
	b.WriteString("\n}\n")
	formatted, err := format.Source(b.Bytes())
	if err != nil {
		return nil, fmt.Errorf("formatting the catalog: %w", err)
	}
	return formatted, nil
}

// literal writes a value as a Go expression, without the fields that have no value. An element
// of a slice goes without the type that the slice has named.
func literal(b *bytes.Buffer, v reflect.Value, element bool) error {
	switch v.Kind() {
	case reflect.Pointer:
		if !element {
			b.WriteByte('&')
		}
		return literal(b, v.Elem(), element)
	case reflect.Struct:
		if !element {
			b.WriteString(v.Type().Name())
		}
		b.WriteByte('{')
		for i := range v.NumField() {
			if v.Field(i).IsZero() {
				continue
			}
			fmt.Fprintf(b, "%s: ", v.Type().Field(i).Name)
			if err := literal(b, v.Field(i), false); err != nil {
				return err
			}
			b.WriteByte(',')
		}
		b.WriteByte('}')
	case reflect.Slice:
		fmt.Fprintf(b, "%s{\n", typeName(v.Type()))
		for i := range v.Len() {
			if err := literal(b, v.Index(i), true); err != nil {
				return err
			}
			b.WriteString(",\n")
		}
		b.WriteByte('}')
	case reflect.String, reflect.Bool, reflect.Int:
		fmt.Fprintf(b, "%#v", v.Interface())
	default:
		return fmt.Errorf("a catalog holds a %s, which cannot be written", v.Kind())
	}
	return nil
}

// typeName names a slice's type as the package api does itself.
func typeName(t reflect.Type) string {
	if t.Elem().Kind() == reflect.Pointer {
		return "[]*" + t.Elem().Elem().Name()
	}
	return "[]" + t.Elem().Name()
}

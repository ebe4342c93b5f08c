package main

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/packages"
)

// reference is one place in a file where something is used that another file of its package declares.
type reference struct {
	from, to string // names of files
	line     int    // in from
	name     string // what is used, with its type where it is a method or a field
}

// references gives for each file of a package the other files that it needs, with the first
// place that does.
func references(p *packages.Package) map[string]map[string]reference {
	found := map[string]map[string]reference{}
	owners := fieldOwners(p)
	for _, file := range p.Syntax {
		from := base(p.Fset.Position(file.FileStart).Filename)
		needs := map[string]reference{}
		found[from] = needs
		ast.Inspect(file, func(n ast.Node) bool {
			ident, is := n.(*ast.Ident)
			if !is {
				return true
			}
			used := origin(p.TypesInfo.Uses[ident])
			if used == nil || used.Pkg() != p.Types || !used.Pos().IsValid() {
				return true
			}
			to := base(p.Fset.Position(used.Pos()).Filename)
			if _, known := needs[to]; to != from && !known {
				needs[to] = reference{from: from, to: to, line: p.Fset.Position(ident.Pos()).Line, name: nameOf(used, owners)}
			}
			return true
		})
	}
	return found
}

// origin gives what was declared where a use is of an instance of something generic.
func origin(o types.Object) types.Object {
	switch o := o.(type) {
	case *types.Func:
		return o.Origin()
	case *types.Var:
		return o.Origin()
	case *types.PkgName:
		return nil // it is declared anew in every file
	}
	return o
}

func nameOf(o types.Object, owners map[types.Object]string) string {
	if owner, is := owners[o]; is {
		return owner + "." + o.Name()
	}
	if f, is := o.(*types.Func); is {
		if receiver := f.Signature().Recv(); receiver != nil {
			name := types.TypeString(receiver.Type(), func(*types.Package) string { return "" })
			return strings.TrimPrefix(name, "*") + "." + f.Name()
		}
	}
	return o.Name()
}

// fieldOwners names the type of every field that a package-level type declares.
func fieldOwners(p *packages.Package) map[types.Object]string {
	owners := map[types.Object]string{}
	for _, name := range p.Types.Scope().Names() {
		declared, is := p.Types.Scope().Lookup(name).(*types.TypeName)
		if !is {
			continue
		}
		if s, is := declared.Type().Underlying().(*types.Struct); is {
			for field := range s.Fields() {
				if _, taken := owners[field]; !taken {
					owners[field] = name
				}
			}
		}
	}
	return owners
}

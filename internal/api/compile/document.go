package compile

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// maxDocuments is how many files a description may be spread over.
const maxDocuments = 200

// document is a file of a description.
type document struct {
	// uri tells it from the others: where it came from, or "" for the file itself.
	uri  string
	root *value
}

// node is a value and the file that it stands in, from which its references count.
type node struct {
	*value
	in *document
}

func (s node) to(name string) node { return node{s.get(name), s.in} }

// documents are the file that a user gave and those that it refers to.
type documents struct {
	main *document
	// fetch gets another file by its address; nil refuses to.
	fetch func(address string) ([]byte, error)
	all   map[string]*document
}

// openDescription reads a file and sees that it is an OpenAPI 3 description.
func openDescription(text []byte, o Options) (*documents, error) {
	root, err := treeOf(text)
	if err != nil {
		return nil, err
	}
	if err := checkVersion(root); err != nil {
		return nil, err
	}
	main := &document{uri: o.Address, root: root}
	return &documents{main: main, fetch: o.Fetch, all: map[string]*document{o.Address: main}}, nil
}

func checkVersion(root *value) error {
	version := root.str("openapi")
	switch old := root.str("swagger"); {
	case version == "" && old != "":
		return fmt.Errorf("version %s of the format is not read, only OpenAPI 3: convert it first, "+
			"with \"npx swagger2openapi FILE\" or at https://converter.swagger.io", old)
	case version == "":
		return errors.New("it is not an OpenAPI file: it does not say \"openapi: 3…\" at its top")
	case version != "3" && !strings.HasPrefix(version, "3."):
		return fmt.Errorf("version %s of the format is not read, only OpenAPI 3.0 and 3.1; convert it first", version)
	}
	return nil
}

// find follows a reference from the file that it stands in, and gives what it leads to and the name
// by which that is known.
func (d *documents) find(reference string, from *document) (node, string, error) {
	address, path, _ := strings.Cut(reference, "#")
	in := from
	if address != "" {
		var err error
		if in, err = d.other(address, from); err != nil {
			return node{}, "", err
		}
	}
	found := in.root.pointer(path)
	if found == nil || path != "" && !strings.HasPrefix(path, "/") {
		return node{}, "", fmt.Errorf("%s cannot be found", reference)
	}
	return node{found, in}, in.uri + "#" + path, nil
}

// other gets another file of the description.
func (d *documents) other(address string, from *document) (*document, error) {
	if d.fetch == nil {
		return nil, &RemoteError{Address: address}
	}
	target, err := url.Parse(address)
	if err == nil {
		var base *url.URL
		if base, err = url.Parse(from.uri); err == nil {
			target = base.ResolveReference(target)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("the reference to %s cannot be read: %w", address, err)
	}
	uri := target.String()
	if known := d.all[uri]; known != nil {
		return known, nil
	}
	if len(d.all) >= maxDocuments {
		return nil, fmt.Errorf("it refers to more than %d other files", maxDocuments)
	}
	text, err := d.fetch(uri)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", uri, err)
	}
	root, err := treeOf(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", uri, err)
	}
	made := &document{uri: uri, root: root}
	d.all[uri] = made
	return made, nil
}

// RemoteError says that a description refers to another file, which was not allowed.
type RemoteError struct{ Address string }

// Error names the file.
func (e *RemoteError) Error() string {
	return fmt.Sprintf("it refers to another file, %s, which is not followed", e.Address)
}

// resolve follows the references of anything but a schema.
func (d *documents) resolve(s node) (node, error) {
	const most = 20
	for range most {
		reference := s.str("$ref")
		if reference == "" {
			return s, nil
		}
		found, _, err := d.find(reference, s.in)
		if err != nil {
			return s, err
		}
		s = found
	}
	return s, errors.New("its references lead round in a circle")
}

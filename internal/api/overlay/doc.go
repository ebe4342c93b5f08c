// Package overlay corrects an API description by documents of the OpenAPI Overlay Specification, before it is
// compiled. The JSONPath of the targets is a library's; here stands what is done at them, and what of it a user is
// told. No file is opened here.
package overlay

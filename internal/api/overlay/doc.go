// Package overlay corrects an API description by documents of the OpenAPI Overlay Specification, before it is
// compiled. The JSONPath of the targets and the merging are a library's; here stands what of its findings a user is
// told. No file is opened here.
package overlay

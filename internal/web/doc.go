// Package web makes the address of a record's page in the vendor's web application of a template. Which template an entity has is
// said by the configuration or the description; nothing here asks a server, or opens a page.
package web

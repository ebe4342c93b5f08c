// Package compile turns an OpenAPI description into the catalog that the program works with: it recognises which calls
// work on the records of which entity, and says of every call that it leaves out why.
//
// No file is opened and no network is used here: who calls it hands in the description, which is one file.
package compile

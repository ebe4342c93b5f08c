package api

import (
	"net/http"
	"strings"
)

// Operation is one call of the API.
type Operation struct {
	Verb   Verb   `json:"verb"`
	Method string `json:"method"`
	// Path is the path below the server, with at most one parameter in braces for a record, behind Fixed
	// ones that are the same for all records and that the environment sets.
	Path  string `json:"path"`
	Fixed int    `json:"fixed,omitempty"`
	// Accept and ContentType are the media types of the answer and of the body, empty for plain JSON.
	Accept      string `json:"accept,omitempty"`
	ContentType string `json:"contentType,omitempty"`
	// Wrapper is the name of the array in the body of a write, "jobList", or of the member that holds its one
	// record; the dotted path of the array in what a list answers; and the member that holds the record in what a
	// get answers. It is empty for none.
	Wrapper string `json:"wrapper,omitempty"`
	// ListOfOne says that what a get answers holds the record in an array of it alone.
	ListOfOne bool `json:"listOfOne,omitempty"`
	// Statuses are those of a good answer to a read that the description knows beside 200.
	Statuses []int `json:"statuses,omitempty"`
	// Body is the form of what a write sends.
	Body Body `json:"body,omitempty"`
	// Page tells how a list that comes in parts is followed; nil where it comes whole.
	Page *Paging `json:"page,omitempty"`
	// Parameters are those of the query.
	Parameters []Parameter `json:"parameters,omitempty"`
	// Fields holds what a record in the body may carry, where that differs from the whole record.
	Fields []Field `json:"fields,omitempty"`
	// GUID and Status name what the body calls the entity's GUID and status, where that differs.
	GUID        string    `json:"guid,omitempty"`
	Status      string    `json:"status,omitempty"`
	Certainty   Certainty `json:"certainty"`
	Summary     string    `json:"summary,omitempty"`
	Description string    `json:"description,omitempty"`
}

// Body is the form of what a write sends.
type Body string

// The forms of bodies. The built-in description has the first alone.
const (
	// BodyWrapped is an object with one array, which Operation.Wrapper names.
	BodyWrapped Body = ""
	// BodyArray is an array of records.
	BodyArray Body = "array"
	// BodyRecord is one record on its own, so that every record takes a call.
	BodyRecord Body = "record"
)

// PageStyle is how a list that comes in parts is followed to its end.
type PageStyle string

// The styles of pages.
const (
	// PageNumber asks for page after page by number, PageOffset from a record on.
	PageNumber PageStyle = "page"
	PageOffset PageStyle = "offset"
	// PageCursor hands back what the answer says of the next page.
	PageCursor PageStyle = "cursor"
	// PageLink follows the address of the next page: that of the Link header, or of a member.
	PageLink PageStyle = "link"
)

// Paging tells how a list comes in parts.
type Paging struct {
	Style PageStyle `json:"style"`
	// Parameter of the query is the page's number, the offset or the cursor.
	Parameter string `json:"parameter,omitempty"`
	// Size is the parameter that says how many records a page holds, and Records how many are asked for.
	Size    string `json:"size,omitempty"`
	Records int    `json:"records,omitempty"`
	// First is the number of the first page, and Guessed says that the description does not tell it.
	First   int  `json:"first,omitempty"`
	Guessed bool `json:"guessed,omitempty"`
	// Next is the dotted path of the member that leads to the next page, Total of the one that
	// counts all records.
	Next  string `json:"next,omitempty"`
	Total string `json:"total,omitempty"`
}

// Parameter is a parameter of the query.
type Parameter struct {
	Name        string   `json:"name"`
	Type        Type     `json:"type"`
	Format      string   `json:"format,omitempty"`
	Required    bool     `json:"required,omitempty"`
	Many        bool     `json:"many,omitempty"`
	Enum        []string `json:"enum,omitempty"`
	Description string   `json:"description,omitempty"`
	// Default, Least and Most are values as the description writes them.
	Default string `json:"default,omitempty"`
	Least   string `json:"least,omitempty"`
	Most    string `json:"most,omitempty"`
}

// parameterStart begins a parameter of a path.
const parameterStart = '{'

// Fill puts the identifier of a record, escaped by the caller, in the place of the path's parameter.
func (o *Operation) Fill(id string) string {
	if !o.NamesOne() {
		return o.Path
	}
	start := strings.LastIndexByte(o.Path, parameterStart) // behind the fixed ones
	_, rest, _ := strings.Cut(o.Path[start:], "}")
	return o.Path[:start] + id + rest
}

// NamesOne tells whether the path says which record is meant.
func (o *Operation) NamesOne() bool {
	return strings.Count(o.Path, string(parameterStart)) > o.Fixed
}

// Partial tells whether the body of an update carries what changes alone.
func (o *Operation) Partial() bool { return o.Method == http.MethodPatch }

// Header says which media types a call sends and takes, nil for plain JSON.
func (o *Operation) Header() http.Header {
	header := http.Header{}
	if o.Accept != "" {
		header.Set("Accept", o.Accept)
	}
	if o.ContentType != "" {
		header.Set("Content-Type", o.ContentType)
	}
	if len(header) == 0 {
		return nil
	}
	return header
}

package api

import "strings"

// Certainty tells how well a fact about the API is known.
type Certainty string

const (
	// Documented facts are stated by the vendor's public documentation.
	Documented Certainty = "documented"
	// Assumed facts follow from a documented pattern and may be wrong in detail.
	Assumed Certainty = "assumed"
)

// Verb is what an operation does to the records of its entity.
type Verb string

// The verbs that operations of the API are recognised as.
const (
	List         Verb = "list"
	Get          Verb = "get"
	Create       Verb = "create"
	Update       Verb = "update"
	UpdateStatus Verb = "update-status"
	Delete       Verb = "delete"
)

// Type is the type of a field's value as people and checks see it.
type Type string

// The types of fields. Time is an integer on the wire: epoch milliseconds. Day is the same for a day of the
// calendar: the milliseconds at which it begins in a zone that an environment names.
const (
	String  Type = "string"
	Integer Type = "integer"
	Number  Type = "number"
	Boolean Type = "boolean"
	Time    Type = "time"
	Day     Type = "day"
	Object  Type = "object"
	Array   Type = "array"
	Any     Type = "any"
)

// Catalog is the compiled form of an API description: what every command, check,
// column and simulated route is derived from. It is read-only once compiled.
type Catalog struct {
	Title    string    `json:"title"`
	Version  string    `json:"version"`
	Servers  []Server  `json:"servers"`
	Entities []*Entity `json:"entities"`
	// Others are the calls that are no work on records, for the command api.
	Others []Other `json:"others,omitempty"`
	// Notes tell what was inferred, and from what.
	Notes []Note `json:"notes,omitempty"`
}

// Other is a call that fits no verb.
type Other struct {
	Method  string `json:"method"`
	Path    string `json:"path"`
	Summary string `json:"summary,omitempty"`
	// Why says what it does not fit by.
	Why string `json:"why"`
}

// Note is something that the description does not say and that was inferred, or that is wrong with it.
type Note struct {
	Entity string `json:"entity,omitempty"`
	// What was inferred, its Value, and From what.
	What  string `json:"what"`
	Value string `json:"value"`
	From  string `json:"from"`
	// Warning says that something in the description, or in an overlay, has no effect or is not whole.
	Warning bool `json:"warning,omitempty"`
	// Explains says that it was not inferred: it tells what in the description says so.
	Explains bool `json:"explains,omitempty"`
}

// Server is a host that the vendor runs.
type Server struct {
	// Name is the environment that stands for the server, such as "sandbox".
	Name        string `json:"name"`
	URL         string `json:"url"`
	Description string `json:"description,omitempty"`
}

// Entity is one kind of record, such as a job order, with what can be done to it.
type Entity struct {
	// Name is what the user types, a plural in lower case: "joborders".
	Name string `json:"name"`
	// Resource is the name in the API description: "JobOrder".
	Resource string `json:"resource"`
	// Title is the name of one record in running text: "job order".
	Title   string   `json:"title"`
	Aliases []string `json:"aliases,omitempty"`
	// Group is the section of the vendor's documentation: "job-orders".
	Group   string `json:"group,omitempty"`
	Summary string `json:"summary,omitempty"`

	// GUID, Status and UpdatedAt name fields of the whole record; empty where there is none.
	GUID      string `json:"guid,omitempty"`
	Status    string `json:"status,omitempty"`
	UpdatedAt string `json:"updatedAt,omitempty"`
	// Key names the fields by which people know a record, best first: "jobNumber".
	Key []string `json:"key,omitempty"`
	// KeySure says that the vendor documents the key as such, or that the user has set it. Any other key was told
	// from the names of fields.
	KeySure bool `json:"keySure,omitempty"`
	// UpdatesApart says that there is a call to change a record that no verb can use, so that creating
	// one changes none.
	UpdatesApart bool `json:"updatesApart,omitempty"`
	// UpsertsSaid says that creating a record which is there changes it, by what the vendor documents or the description
	// itself states.
	UpsertsSaid bool `json:"upsertsSaid,omitempty"`
	// Web is the template of the web address of a record, with field paths in braces, empty where the description gives none.
	Web string `json:"web,omitempty"`
	// Columns are the field paths that a table of whole records shows.
	Columns []string `json:"columns,omitempty"`

	Operations []Operation `json:"operations"`
	// Index holds the fields of the stubs that the list operation answers.
	Index []Field `json:"index"`
	// Fields holds the fields of a whole record, in the description's order.
	Fields []Field `json:"fields"`
}

// Field is one member of a record.
type Field struct {
	Name string `json:"name"`
	Type Type   `json:"type"`
	// Format narrows a string: "base64", "date", "email", "uuid".
	Format      string    `json:"format,omitempty"`
	Required    bool      `json:"required,omitempty"`
	ReadOnly    bool      `json:"readOnly,omitempty"`
	Enum        []string  `json:"enum,omitempty"`
	Certainty   Certainty `json:"certainty"`
	Description string    `json:"description,omitempty"`
	// Either groups fields of which any one will do: those with the same text.
	Either string `json:"either,omitempty"`
	// RefersTo is set where the value must be that of a field of another record.
	RefersTo *Reference `json:"refersTo,omitempty"`
	// Collects is the resource whose records, those that refer to this one, an array repeats.
	Collects string `json:"collects,omitempty"`
	// Sample tells the simulator and templates what a believable value looks like.
	Sample string `json:"sample,omitempty"`
	// Fields holds the members of an object, and of the objects in an array.
	Fields []Field `json:"fields,omitempty"`
	// Items is the type of an array's elements.
	Items Type `json:"items,omitempty"`
}

// Epoch tells whether values of the type are epoch milliseconds on the wire.
func (t Type) Epoch() bool { return t == Time || t == Day }

// IsDay tells whether the field holds days of the calendar, as milliseconds or as texts such as 2026-03-01.
func (f *Field) IsDay() bool { return f.Type == Day || f.Type == String && f.Format == "date" }

// Reference points from a field to a field of another entity.
type Reference struct {
	// Resource and Field name the target: "Company" and "companyCode".
	Resource string `json:"resource"`
	Field    string `json:"field"`
	// Role tells apart the records of one resource that a record refers to: "client", "vendor".
	// Fields with the same resource and role come from one and the same record.
	Role string `json:"role,omitempty"`
	// Where is a condition on the target, "companyTypeName=Client", or empty.
	Where string `json:"where,omitempty"`
}

// Entity finds an entity by name or alias, in any letter case.
func (c *Catalog) Entity(name string) (*Entity, bool) {
	for _, e := range c.Entities {
		if strings.EqualFold(e.Name, name) {
			return e, true
		}
		for _, alias := range e.Aliases {
			if strings.EqualFold(alias, name) {
				return e, true
			}
		}
	}
	return nil, false
}

// Operation finds the entity's operation for a verb.
func (e *Entity) Operation(verb Verb) (*Operation, bool) {
	for i := range e.Operations {
		if e.Operations[i].Verb == verb {
			return &e.Operations[i], true
		}
	}
	return nil, false
}

// Find finds a field by its dotted path: "jobWBSSchedule.jobScheduleGuid". A number in the
// path stands for an element of an array.
func Find(fields []Field, path string) (*Field, bool) {
	name, rest, nested := strings.Cut(path, ".")
	for i := range fields {
		if fields[i].Name != name {
			continue
		}
		if !nested {
			return &fields[i], true
		}
		if fields[i].Type == Array {
			rest = withoutIndex(rest)
		}
		return Find(fields[i].Fields, rest)
	}
	return nil, false
}

func withoutIndex(path string) string {
	head, rest, nested := strings.Cut(path, ".")
	if nested && head != "" && strings.Trim(head, "0123456789") == "" {
		return rest
	}
	return path
}

// Prefix is what the paths of all operations begin with, up to and with a slash.
func (c *Catalog) Prefix() string {
	prefix, first := "", true
	for _, e := range c.Entities {
		for _, operation := range e.Operations {
			if first {
				prefix, first = operation.Path, false
			}
			for !strings.HasPrefix(operation.Path, prefix) {
				prefix = prefix[:len(prefix)-1]
			}
		}
	}
	return prefix[:strings.LastIndexByte(prefix, '/')+1]
}

// Direct finds a field by its name, not by a path.
func Direct(fields []Field, name string) (*Field, bool) {
	for i := range fields {
		if fields[i].Name == name {
			return &fields[i], true
		}
	}
	return nil, false
}

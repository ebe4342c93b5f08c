package record

import (
	"errors"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/text"
)

// Limits keep a damaged or hostile text from filling the memory, or from taking for ever. Zero stands for
// the usual value, which is the one that the program works with.
type Limits struct {
	// Size is how many bytes one record may take: 32 MiB, since a record may carry a file.
	Size int
	// Nesting is how many objects and arrays may stand inside one another: 1,000.
	Nesting int
	// Fields is how many fields a record may have, those inside of its arrays not counted: 10,000.
	// Each may become a column.
	Fields int
}

const (
	usualSize    = 32 << 20
	usualNesting = 1000
	usualFields  = 10_000
)

// WithDefaults gives the limits with the usual value for every zero.
func (l Limits) WithDefaults() Limits {
	if l.Size <= 0 {
		l.Size = usualSize
	}
	if l.Nesting <= 0 {
		l.Nesting = usualNesting
	}
	if l.Fields <= 0 {
		l.Fields = usualFields
	}
	return l
}

// LimitError says which limit something is above.
type LimitError struct {
	// Fault goes on after the name of a thing: "is larger than 32 MiB".
	Fault string
}

// Error says it of a record.
func (e *LimitError) Error() string { return "the record " + e.Fault }

// TooLarge is the error of a text above the size.
func (l Limits) TooLarge() *LimitError {
	return &LimitError{fmt.Sprintf("is larger than %s", text.Bytes(l.WithDefaults().Size))}
}

// TooDeep is the error of a value that is nested too deep.
func (l Limits) TooDeep() *LimitError {
	return &LimitError{fmt.Sprintf("is nested deeper than %d levels", l.WithDefaults().Nesting)}
}

// TooMany is the error of a record with too many fields.
func (l Limits) TooMany() *LimitError {
	return &LimitError{fmt.Sprintf("has more than %d fields", l.WithDefaults().Fields)}
}

// Explain gives the error of the JSON library about a value that even it finds too deep as one of
// the limit, and any other as it is.
func (l Limits) Explain(err error) error {
	var syntax *jsontext.SyntacticError
	if errors.As(err, &syntax) && syntax.Err != nil && strings.Contains(syntax.Err.Error(), "max depth") {
		return l.TooDeep()
	}
	return err
}

const (
	// bytesPerLevel and bytesPerField are the least that a level and a field take: {} and "":0.
	bytesPerLevel = len("{}")
	bytesPerField = len(`"":0`)
)

// Check tells whether a value is within the limits of nesting and fields; an error is a
// *LimitError. A short value, as most are, cannot be above them and is not looked at.
func (l Limits) Check(v Value) error {
	most := l.WithDefaults()
	if len(v)/bytesPerLevel <= most.Nesting && len(v)/bytesPerField <= most.Fields {
		return nil
	}
	fields, depth, inArray := 0, 0, 0
	for i := 0; i < len(v); i++ {
		switch v[i] {
		case '"':
			i = skipString(v, i) - 1
		case '{':
			depth++
		case '[':
			depth++
			inArray++
		case '}':
			depth--
		case ']':
			depth--
			inArray--
		case ':':
			if inArray == 0 {
				fields++
			}
		}
		if depth > most.Nesting {
			return l.TooDeep()
		}
		if fields > most.Fields {
			return l.TooMany()
		}
	}
	return nil
}

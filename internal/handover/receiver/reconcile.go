package receiver

import (
	"fmt"
	"iter"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/shopspring/decimal"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/input"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// ReconcileFields describe the records of a receiver: the key or GUID and, where amounts are compared, the amount under the
// name that it was handed over by.
func ReconcileFields(amount string) []api.Field {
	if amount == "" {
		return textFields(keyField)
	}
	return append(textFields(keyField), api.Field{Name: amount, Type: api.Any, Certainty: api.Documented})
}

// Ours is a record that was handed over.
type Ours struct {
	GUID, Key string
	Batch     int64
	// Amount is the value of the field that amounts are compared by, nil for none.
	Amount record.Value
	// Refused tells that the receiver did not take it.
	Refused bool
}

// In what the two sides may differ.
const (
	OnlyHere  = "only here"
	OnlyThere = "only there"
	Different = "different"
	Twice     = "twice there"
	// RefusedThere is a record that the receiver refused and has.
	RefusedThere = "refused, and there"
)

// Difference is one thing that the two sides do not have alike.
type Difference struct {
	Key, GUID string
	// Batch is the one that handed the record over, 0 for none.
	Batch int64
	Kind  string
	// Ours and Theirs are the amounts, empty for none.
	Ours, Theirs string
	// Lines are those of the receiver's file.
	Lines []int
	// Note says what may be behind it, empty for nothing.
	Note string
}

// Side is what one of the two has.
type Side struct {
	Records int64
	Sum     decimal.Decimal
}

// Reconciliation holds the records of a receiver against those that were handed over.
type Reconciliation struct {
	// Problem is told what is wrong in a line of the receiver's file, or with a record of ours in line 0. Nothing can be
	// said of the two sides then.
	Problem func(line int, format string, args ...any)
	// Here and There are the two sides, and Equal counts the records that they have alike. Refused counts those that the
	// receiver refused and does not have.
	Here, There    Side
	Equal, Refused int64

	amount string
	marks  Marks
	keys   *Keys
	ours   []ours
	// strangers are what only the receiver has, in the order of its file, and at tells where a key stands among them.
	strangers []stranger
	at        map[string]int
}

type ours struct {
	guid, key string
	batch     int64
	refused   bool
	amount    decimal.NullDecimal
	found     theirs
}

// theirs is what the receiver has of a record, in one row or several.
type theirs struct {
	lines  []int
	amount decimal.NullDecimal
}

type stranger struct {
	theirs

	key string
}

// NewReconciliation begins with nothing; amount names the field that amounts are compared by, empty for none.
func NewReconciliation(amount string) *Reconciliation {
	return &Reconciliation{amount: amount, keys: NewKeys(), at: map[string]int{}}
}

// AddOurs adds a record that was handed over.
func (r *Reconciliation) AddOurs(o Ours) {
	one := ours{guid: o.GUID, key: o.Key, batch: o.Batch, refused: o.Refused}
	if r.amount != "" {
		amount, err := ourAmount(o.Amount)
		if err != nil {
			r.Problem(0, "%s of %q in batch %d is %q: %v", r.amount, o.Key, o.Batch, record.Text(o.Amount), err)
		}
		one.amount = amount
	}
	if !o.Refused {
		r.Here.add(one.amount)
	}
	r.keys.Add(o.Key, len(r.ours))
	r.keys.Add(o.GUID, len(r.ours))
	r.ours = append(r.ours, one)
}

func (s *Side) add(amount decimal.NullDecimal) {
	s.Records++
	if amount.Valid {
		s.Sum = s.Sum.Add(amount.Decimal)
	}
}

// Look takes the amount of an item for evidence of how the file writes them. All items are looked at before any is taken.
func (r *Reconciliation) Look(item input.Item) {
	if value, _ := item.Record.Get(record.ParsePath(r.amount)); r.amount != "" && value.Kind() == jsontext.KindString {
		r.marks.Look(record.Text(value))
	}
}

// Take takes a record of the receiver.
func (r *Reconciliation) Take(item input.Item) {
	for _, fault := range item.Faults {
		r.Problem(item.Line, "%s %q: expected %s", fault.Path, fault.Value, fault.Expected)
		return
	}
	key := Key(textOf(item.Record, keyField))
	if key == "" {
		r.Problem(item.Line, "there is no key: it says which record is meant")
		return
	}
	var amount decimal.NullDecimal
	if r.amount != "" {
		value, _ := item.Record.Get(record.ParsePath(r.amount))
		var err error
		if amount, err = amountOf(value, &r.marks); err != nil {
			r.Problem(item.Line, "%s of %q is %q: %v", r.amount, key, record.Text(value), err)
			return
		}
	}
	r.There.add(amount)
	switch places := r.keys.Places(key); len(places) {
	case 0:
		at, known := r.at[key]
		if !known {
			at = len(r.strangers)
			r.at[key] = at
			r.strangers = append(r.strangers, stranger{key: key})
		}
		r.strangers[at].take(item.Line, amount)
	case 1:
		r.ours[places[0]].found.take(item.Line, amount)
	default:
		r.Problem(item.Line, "the key %q stands for %d records that were handed over: name them by their GUIDs", key, len(places))
	}
}

func (t *theirs) take(line int, amount decimal.NullDecimal) {
	t.lines = append(t.lines, line)
	if amount.Valid {
		t.amount = decimal.NullDecimal{Decimal: t.amount.Decimal.Add(amount.Decimal), Valid: true}
	}
}

// ourAmount reads an amount of what was handed over: as its control totals read it, else as a receiver may write one.
func ourAmount(v record.Value) (decimal.NullDecimal, error) {
	if amount, err := decimalOf(record.Text(v)); err == nil {
		return amount, nil
	}
	return amountOf(v, &Marks{point: true})
}

// amountOf reads a value as an amount; a number of JSON is what it says.
func amountOf(v record.Value, marks *Marks) (decimal.NullDecimal, error) {
	text := record.Text(v)
	if strings.TrimSpace(text) == "" {
		return decimal.NullDecimal{}, nil
	}
	if v.Kind() != jsontext.KindNumber {
		amount, err := marks.Amount(text)
		return decimal.NullDecimal{Decimal: amount, Valid: err == nil}, err
	}
	return decimalOf(text)
}

// decimalOf reads a number as JSON writes it, unless its size is that of no amount.
func decimalOf(text string) (decimal.NullDecimal, error) {
	amount, err := decimal.NewFromString(text)
	if err != nil || amount.Exponent() > mostDigits || amount.Exponent() < -mostDigits {
		return decimal.NullDecimal{}, errNoAmount
	}
	return decimal.NullDecimal{Decimal: amount, Valid: true}, nil
}

// Differences walks what differs: the records that were handed over in their order, then what only the receiver has.
func (r *Reconciliation) Differences() iter.Seq[Difference] {
	return func(yield func(Difference) bool) {
		r.Equal, r.Refused = 0, 0
		for i := range r.ours {
			one := &r.ours[i]
			kind := one.difference()
			switch kind {
			case "":
				r.Equal++
				continue
			case string(Refused):
				r.Refused++
				continue
			}
			if !yield(Difference{
				Key: one.key, GUID: one.guid, Batch: one.batch, Kind: kind, Ours: shown(one.amount), Theirs: shown(one.found.amount), Lines: one.found.lines,
			}) {
				return
			}
		}
		for i := range r.strangers {
			one := &r.strangers[i]
			note := ""
			if with := r.keys.WithZeros(one.key); len(with) > 0 {
				note = fmt.Sprintf("%q was handed over: a sheet may have taken its zeros away", with[0])
			}
			if len(one.lines) > 1 {
				note = joined(note, fmt.Sprintf("in %d rows", len(one.lines)))
			}
			if !yield(Difference{Key: one.key, Kind: OnlyThere, Theirs: shown(one.amount), Lines: one.lines, Note: note}) {
				return
			}
		}
	}
}

// difference says in what the two sides differ in a record, "" for nothing; Refused is one that the receiver refused and
// does not have.
func (o *ours) difference() string {
	switch there := len(o.found.lines); {
	case o.refused && there == 0:
		return string(Refused)
	case o.refused:
		return RefusedThere
	case there == 0:
		return OnlyHere
	case there > 1:
		return Twice
	case o.amount.Valid != o.found.amount.Valid || o.amount.Valid && !o.amount.Decimal.Equal(o.found.amount.Decimal):
		return Different
	default:
		return ""
	}
}

func shown(amount decimal.NullDecimal) string {
	if !amount.Valid {
		return ""
	}
	return amount.Decimal.String()
}

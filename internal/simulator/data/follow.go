package data

import (
	"errors"
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// follow makes a value that fits another field of the same record: FIELD VALUE=TEXT|…|TEXT gives
// the text beside that field's value, or the last one, which has no value before it.
func (k *Kind) follow(arguments string, of api.Type) (Maker, error) {
	other, cases, _ := strings.Cut(arguments, " ")
	if f, known := FieldNamed(k.Entity.Fields, other); !known || strings.HasPrefix(f.Sample, "follow ") {
		return nil, fmt.Errorf("follow needs a field of the entity that follows no other, not %q", other)
	}
	texts := map[string][]byte{}
	var last []byte
	for one := range strings.SplitSeq(cases, "|") {
		value, text, paired := strings.Cut(one, "=")
		if !paired {
			text = one
		}
		made, err := literal(text, of)
		if err != nil {
			return nil, err
		}
		if paired {
			texts[value] = made
		} else {
			last = made
		}
	}
	if last == nil {
		return nil, errors.New("follow needs a last text for all other values")
	}
	return func(dst []byte, at Place) []byte {
		value := k.Member(other).Make(nil, Place{Ordinal: at.Ordinal})
		if made, has := texts[record.Text(value)]; has {
			return append(dst, made...)
		}
		return append(dst, last...)
	}, nil
}

package simulator

import (
	"errors"
	"fmt"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// follow makes a value that fits another field of the same record: FIELD VALUE=TEXT|…|TEXT gives
// the text beside that field's value, or the last one, which has no value before it.
func (s sampler) follow(arguments string) (maker, error) {
	other, cases, _ := strings.Cut(arguments, " ")
	if f, known := fieldNamed(s.kind.entity.Fields, other); !known || strings.HasPrefix(f.Sample, "follow ") {
		return nil, fmt.Errorf("follow needs a field of the entity that follows no other, not %q", other)
	}
	texts := map[string][]byte{}
	var last []byte
	for one := range strings.SplitSeq(cases, "|") {
		value, text, paired := strings.Cut(one, "=")
		if !paired {
			text = one
		}
		made, err := s.literal(text)
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
	return func(dst []byte, at place) []byte {
		value := s.kind.byName[other].make(nil, place{ordinal: at.ordinal})
		if made, has := texts[record.Text(value)]; has {
			return append(dst, made...)
		}
		return append(dst, last...)
	}, nil
}

package data

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// sampler reads the sample of one field: a kind and its arguments.
//
//	guid, ordinal                    what tells the record
//	sequence FORMAT                  the ordinal from 1 in a format of fmt: J-%05d
//	first-name last-name full-name email    of one person per record
//	nick-name company trade equipment item job-name well-site street city phone note category file-name
//	pick A|B|C, const TEXT           in the JSON of the field's type
//	money LOW HIGH, number LOW HIGH [DECIMALS]
//	day FROM TO                      midnight, in days from the as-of date
//	period DAYS first|last           first or last day of spans that follow on each other
//	created, updated                 moments, in that order, up to the as-of date
//	yes PERCENT
//	follow FIELD VALUE=TEXT|…|TEXT   the text beside another field's value, or the last one
//	maybe PERCENT SAMPLE             null in the other records; the same share, the same records
//	list LOW HIGH                    so many elements
//
// On a field that refers to another record only maybe PERCENT counts.
type sampler struct {
	builder *builder
	field   *api.Field
	path    string
}

// Samples that are known by name elsewhere too.
const (
	sampleGUID    = "guid"
	sampleOrdinal = "ordinal"
	// SampleCreated and SampleUpdated mark the moments that a write sets.
	SampleCreated = "created"
	SampleUpdated = "updated"
)

func (s sampler) key() uint64 {
	return Key(s.builder.setup.Seed, s.builder.kind.Entity.Resource, s.path)
}

// read gives the way to make values of a sample.
func (s sampler) read(sample string) (Maker, error) {
	name, arguments, _ := strings.Cut(sample, " ")
	switch name {
	case "":
		return s.byType()
	case "maybe":
		return s.maybe(arguments)
	case "list":
		return s.list(strings.Fields(arguments))
	case "follow":
		return s.builder.kind.follow(arguments, s.field.Type)
	case SampleCreated, SampleUpdated:
		return times(s.field, s.builder.setup.AsOf, s.builder.kind.key, name == SampleUpdated), nil
	case "day":
		return day(s.key(), strings.Fields(arguments), s.field, s.builder.setup.AsOf)
	case "period":
		return period(strings.Fields(arguments), s.builder.setup.AsOf, s.builder.kind.Size)
	}
	return s.readValue(name, arguments)
}

// readValue reads the samples of values that have to do with no other one.
func (s sampler) readValue(name, arguments string) (Maker, error) {
	switch name {
	case sampleGUID:
		return guids(s.key()), nil
	case sampleOrdinal:
		return ordinals(), nil
	case "sequence":
		return sequence(arguments, s.field.Type)
	case "pick":
		return pick(s.key(), strings.Split(arguments, "|"), s.field.Type)
	case "const":
		return pick(s.key(), []string{arguments}, s.field.Type)
	case "money":
		return number(s.key(), strings.Fields(arguments), 2)
	case "number":
		return decimals(s.key(), strings.Fields(arguments))
	case "yes":
		return yes(s.key(), arguments)
	}
	if text := textOf(name, s.builder.kind.key, s.key()); text != nil {
		return texts(text), nil
	}
	return nil, fmt.Errorf("the sample starts with %q, which is no kind of sample", name)
}

// byType makes believable values where the description gives no sample.
func (s sampler) byType() (Maker, error) {
	f := s.field
	switch {
	case len(f.Enum) > 0:
		return pick(s.key(), f.Enum, f.Type)
	case f.Type == api.Object:
		return s.object()
	case f.Type == api.Array && len(f.Fields) > 0:
		return s.list([]string{"0", "2"})
	case f.Type == api.Array:
		return fixed([]byte("[]")), nil
	}
	sample := map[api.Type]string{
		api.Integer: "number 1 1000", api.Number: "money 1 1000", api.Boolean: "yes 50", api.Time: "day -400 -1", api.Day: "day -400 -1",
	}[f.Type]
	switch {
	case sample != "":
	case f.Format == "email":
		sample = "email"
	case f.Format == "date", f.Format == "date-time":
		sample = "day -400 -1"
	case f.Format == "uuid":
		sample = "guid"
	case f.Format == "base64", f.Format == "byte":
		sample = "const JVBERi0xLjQK"
	default:
		sample = "note"
	}
	return s.read(sample)
}

func (s sampler) object() (Maker, error) {
	members, err := s.builder.members(s.field.Fields, s.path+".")
	if err != nil {
		return nil, err
	}
	return func(dst []byte, at Place) []byte { return AppendObject(dst, members, at) }, nil
}

// list makes an array of objects. Elements are told apart by Place.Element.
func (s sampler) list(arguments []string) (Maker, error) {
	limits, err := integers(arguments, 2)
	if err != nil {
		return nil, fmt.Errorf("a list needs the lowest and the highest number of elements: %w", err)
	}
	element, err := s.object()
	if err != nil {
		return nil, err
	}
	key := Key(s.key(), "length")
	return func(dst []byte, at Place) []byte {
		dst = append(dst, '[')
		count := int(at.among(key, limits[0], limits[1]))
		for i := range count {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = element(dst, Place{Ordinal: at.Ordinal, Element: at.Element*16 + i})
		}
		return append(dst, ']')
	}, nil
}

// maybe leaves a share of the values out. Fields of one record with the same share are there or
// missing together, so that a file's name and its type do not come apart.
func (s sampler) maybe(arguments string) (Maker, error) {
	share, rest, _ := strings.Cut(arguments, " ")
	percent, err := strconv.Atoi(share)
	if err != nil {
		return nil, fmt.Errorf("a share in percent was expected after maybe, not %q", share)
	}
	inner, err := s.read(rest)
	if err != nil {
		return nil, err
	}
	key := Key(s.builder.kind.key, "maybe", share)
	return func(dst []byte, at Place) []byte {
		if !at.percent(key, percent) {
			return append(dst, "null"...)
		}
		return inner(dst, at)
	}, nil
}

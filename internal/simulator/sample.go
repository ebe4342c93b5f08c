package simulator

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// sampler reads the sample of one field: a kind and its arguments.
//
//	guid, ordinal                    what tells the record; it is found by it without a search
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
	world   *world
	kind    *kind
	field   *api.Field
	path    string
	builder *builder
}

type inverter func(text string) (int, bool)

func (s sampler) key() uint64 { return keyOf(s.world.setup.Seed, s.kind.entity.Resource, s.path) }

// read gives the way to make values of a sample, and where there is one the way back from a
// value to its record.
func (s sampler) read(sample string) (maker, inverter, error) {
	name, arguments, _ := strings.Cut(sample, " ")
	switch name {
	case "":
		m, err := s.byType()
		return m, nil, err
	case "guid":
		m, back := guidMaker(s.key())
		return m, back, nil
	case "ordinal":
		m, back := ordinalMaker()
		return m, back, nil
	case "sequence":
		return s.sequence(arguments)
	}
	m, err := s.readOneWay(name, arguments)
	return m, nil, err
}

// readOneWay reads the kinds whose values do not tell their record.
func (s sampler) readOneWay(name, arguments string) (maker, error) {
	switch name {
	case "pick":
		return s.pick(strings.Split(arguments, "|"))
	case "const":
		return s.pick([]string{arguments})
	case "money":
		return s.number(strings.Fields(arguments), 2)
	case "number":
		return s.decimals(strings.Fields(arguments))
	case "day":
		return s.day(strings.Fields(arguments))
	case "created", "updated":
		return momentMaker(s.field, s.world.setup.AsOf, s.kind.key, name == "updated"), nil
	case "yes":
		return s.yes(arguments)
	case "maybe":
		return s.maybe(arguments)
	case "list":
		return s.list(strings.Fields(arguments))
	case "period":
		return s.period(strings.Fields(arguments))
	case "follow":
		return s.follow(arguments)
	}
	if text := s.world.text(name, s.kind.key, s.key()); text != nil {
		return texts(text), nil
	}
	return nil, fmt.Errorf("the sample starts with %q, which is no kind of sample", name)
}

// byType makes believable values where the description gives no sample.
func (s sampler) byType() (maker, error) {
	f := s.field
	switch {
	case len(f.Enum) > 0:
		return s.pick(f.Enum)
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
	m, _, err := s.read(sample)
	return m, err
}

func (s sampler) object() (maker, error) {
	members, err := s.builder.members(s.field.Fields, s.path+".")
	if err != nil {
		return nil, err
	}
	return func(dst []byte, at place) []byte { return s.kind.appendMembers(dst, members, at) }, nil
}

// list makes an array of objects. Elements are told apart by place.element.
func (s sampler) list(arguments []string) (maker, error) {
	limits, err := integers(arguments, 2)
	if err != nil {
		return nil, fmt.Errorf("a list needs the lowest and the highest number of elements: %w", err)
	}
	element, err := s.object()
	if err != nil {
		return nil, err
	}
	key := keyOf(s.key(), "length")
	return func(dst []byte, at place) []byte {
		dst = append(dst, '[')
		count := int(at.among(key, limits[0], limits[1]))
		for i := range count {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = element(dst, place{ordinal: at.ordinal, element: at.element*16 + i})
		}
		return append(dst, ']')
	}, nil
}

// maybe leaves a share of the values out. Fields of one record with the same share are there or
// missing together, so that a file's name and its type do not come apart.
func (s sampler) maybe(arguments string) (maker, error) {
	share, rest, _ := strings.Cut(arguments, " ")
	percent, err := strconv.Atoi(share)
	if err != nil {
		return nil, fmt.Errorf("a share in percent was expected after maybe, not %q", share)
	}
	inner, _, err := s.read(rest)
	if err != nil {
		return nil, err
	}
	key := keyOf(s.kind.key, "maybe", share)
	return func(dst []byte, at place) []byte {
		if !at.percent(key, percent) {
			return append(dst, "null"...)
		}
		return inner(dst, at)
	}, nil
}

func integers(words []string, count int) ([]int64, error) {
	if len(words) != count {
		return nil, fmt.Errorf("%d numbers were expected, not %d", count, len(words))
	}
	numbers := make([]int64, count)
	for i, word := range words {
		n, err := strconv.ParseInt(word, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%q is not a whole number", word)
		}
		numbers[i] = n
	}
	return numbers, nil
}

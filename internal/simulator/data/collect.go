package data

import "fmt"

// Collection is an array that repeats the records of another kind which refer to this one.
type Collection struct {
	Of *Kind
	// By is the field of those records that refers to this one, To the field of this one that it
	// refers to.
	By, To string
}

func (k *Kind) collect(m *Member, kinds map[string]*Kind, current Current) error {
	of, known := kinds[m.Field.Collects]
	if !known {
		return fmt.Errorf("it collects %s, which the description does not have", m.Field.Collects)
	}
	for _, f := range of.Entity.Fields {
		if f.RefersTo != nil && f.RefersTo.Resource == k.Entity.Resource {
			m.Collects = &Collection{Of: of, By: f.Name, To: f.RefersTo.Field}
			made := *m
			m.Make = func(dst []byte, at Place) []byte { return current(dst, k, &made, at.Ordinal) }
			return nil
		}
	}
	return fmt.Errorf("it collects %s, no field of which refers to %s", m.Field.Collects, k.Entity.Resource)
}

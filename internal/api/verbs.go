package api

// canDelete tells whether the API deletes records that can be named.
func canDelete(entity *Entity) bool { return Has(Delete)(entity) && entity.GUID != "" }

// verbOffer is what can be done to entities whose operations allow it.
type verbOffer struct {
	name    string
	allowed func(*Entity) bool
}

// verbOffers lists the verbs in the order of help.
func verbOffers() []verbOffer {
	return []verbOffer{
		{"list", Has(List)},
		{"get", Has(Get)},
		{"create", Has(Create)},
		{"update", canUpdate},
		{"update-status", canUpdateStatus},
		{"delete", canDelete},
		{"diff", canCompare},
		{"apply", canCompare},
		{"export", canHandOver},
		{"fields", always},
		{"template", canWrite},
	}
}

func always(*Entity) bool { return true }

// Has gives a test of entities: whether the API has an operation of a verb on them.
func Has(needed Verb) func(*Entity) bool {
	return func(entity *Entity) bool {
		_, ok := entity.Operation(needed)
		return ok
	}
}

// canUpdate tells whether records can be read and sent back changed.
func canUpdate(entity *Entity) bool {
	_, takesBack := entity.Updating()
	return Has(Get)(entity) && takesBack && entity.GUID != ""
}

// canUpdateStatus tells whether the status can be set, by an operation of its own or as a field of
// the whole record.
func canUpdateStatus(entity *Entity) bool {
	return entity.Status != "" && (Has(UpdateStatus)(entity) || canUpdate(entity))
}

// canCompare tells whether records can be held against those of a file and changed: they have to be listed,
// read and written.
func canCompare(entity *Entity) bool {
	return Has(List)(entity) && Has(Get)(entity) && entity.GUID != "" && (Has(Create)(entity) || canUpdate(entity) || canUpdateStatus(entity))
}

// canHandOver tells whether records can be told apart, so that none is handed over twice.
func canHandOver(entity *Entity) bool { return Has(List)(entity) && entity.GUID != "" }

func canWrite(entity *Entity) bool {
	return Has(Create)(entity) || Has(UpdateStatus)(entity) || Has(Update)(entity)
}

// VerbNames lists what can be done to an entity.
func VerbNames(entity *Entity) []string {
	var names []string
	for _, offer := range verbOffers() {
		if offer.allowed(entity) {
			names = append(names, offer.name)
		}
	}
	return names
}

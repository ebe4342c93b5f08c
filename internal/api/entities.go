package api

// Presentation is how the command line shows one entity. What the API offers stands in
// openapi.yaml; this is what OpenAPI has no word for.
type Presentation struct {
	// Resource is the name in the API description: "JobOrder".
	Resource string
	// WritesAt is the last step of the path that writes the records, where that is not the resource's name.
	WritesAt string
	// Posts is what a POST of the records does where the vendor documents that it makes none, such as UpdateStatus.
	Posts Verb
	// Name is what the user types, and Title the name of one record in running text.
	Name, Title string
	// Aliases are further names; no two entities share one.
	Aliases []string
	// Key names the fields by which people know a record, best first.
	Key []string
	// GUID, Status and UpdatedAt name fields of the whole record; empty where there is none. A name
	// that an imported description does not have is replaced by one that its field names suggest.
	GUID, Status, UpdatedAt string
	// Columns are the fields that a table of whole records shows: first the key, what people call a record by and the
	// status, which a narrow terminal shows too.
	Columns []string
}

// Path is where the built-in description has the entity.
func (p *Presentation) Path() string { return basePath + p.Resource }

// WritePath is where the built-in description writes the entity's records.
func (p *Presentation) WritePath() string {
	if p.WritesAt == "" {
		return p.Path()
	}
	return basePath + p.WritesAt
}

// basePath stands before every entity of the built-in description.
const basePath = "/rest/api/standard/v1/"

// Presentations lists the entities of the command line in the order in which help shows them. A new
// entity is one row here and its facts in openapi.yaml.
func Presentations() []Presentation {
	return []Presentation{
		{
			Resource: "JobOrder", Name: "joborders", Title: "job order",
			Aliases: []string{"joborder", "job-orders", "job-order", "jobs", "job"},
			Key:     []string{"jobNumber"}, GUID: "jobGuid", Status: "jobStatus", UpdatedAt: "jobUpdatedAt",
			Columns: []string{"jobNumber", "jobName", "jobStatus", "jobClientName", "jobStartDate", "jobUpdatedAt"},
		},
		{
			Resource: "Invoice", Posts: UpdateStatus, Name: "invoices", Title: "invoice",
			Aliases: []string{"invoice"},
			Key:     []string{"invoiceNumber"}, GUID: "invoiceGuid", Status: "invoiceStatus", UpdatedAt: "invoiceUpdatedAt",
			Columns: []string{"invoiceNumber", "invoiceClientName", "invoiceStatus", "invoiceAmount", "invoiceDate", "invoiceJobNumber"},
		},
		{
			Resource: "Timecard", Posts: UpdateStatus, Name: "timecards", Title: "timecard",
			Aliases: []string{"timecard", "time-cards", "time-card"},
			Key:     []string{"timecardNumber"}, GUID: "timecardGuid", Status: "timecardStatus", UpdatedAt: "timecardUpdatedAt",
			Columns: []string{
				"timecardNumber", "timecardEmployeeLastName", "timecardStatus", "timecardDate", "timecardRegularHours", "timecardJobNumber",
			},
		},
		{
			Resource: "NonRecurringBillableItem", WritesAt: "NRB", Name: "nrbs", Title: "NRB",
			Aliases: []string{"nrb", "nonrecurringbillableitems", "non-recurring-billable-items", "non-recurring-billable-item"},
			Key:     []string{"nrbExternalId", "nrbOriginReference"}, GUID: "nrbGuid", UpdatedAt: "nrbUpdatedAt",
			Columns: []string{"nrbExternalId", "nrbName", "nrbJobOrderNumber", "nrbVendorCode", "nrbQuantity", "nrbRate"},
		},
		{
			Resource: "PayrollPeriod", Name: "payrollperiods", Title: "payroll period",
			Aliases: []string{"payrollperiod", "payroll-periods", "payroll-period"},
			Key:     []string{"payrollPeriodName"}, GUID: "payrollPeriodId", Status: "payrollPeriodStatus",
			UpdatedAt: "payrollPeriodUpdatedAt",
			Columns: []string{
				"payrollPeriodId", "payrollPeriodName", "payrollPeriodStatus", "payrollPeriodStartDate", "payrollPeriodEndDate",
			},
		},
		{
			Resource: "Employee", Name: "employees", Title: "employee",
			Aliases: []string{"employee"},
			Key:     []string{"employeeCode"}, GUID: "employeeGuid", Status: "employeeStatusUname", UpdatedAt: "employeeUpdatedAt",
			Columns: []string{"employeeCode", "employeeFirstName", "employeeLastName", "employeeStatusUname", "employeeTradeCode", "employmentType"},
		},
		{
			Resource: "Equipment", Name: "equipment", Title: "piece of equipment",
			Aliases: []string{"equipments"},
			Key:     []string{"equipmentCode"}, GUID: "equipmentGuid", Status: "equipmentStatus", UpdatedAt: "equipmentUpdatedAt",
			Columns: []string{
				"equipmentCode", "equipmentName", "equipmentStatus", "equipmentCategory", "equipmentBillableItemCode", "equipmentUpdatedAt",
			},
		},
		{
			Resource: "Company", Name: "companies", Title: "company",
			Aliases: []string{"company"},
			Key:     []string{"companyCode"}, GUID: "companyGuid", Status: "companyStatus", UpdatedAt: "companyUpdatedAt",
			Columns: []string{"companyCode", "companyName", "companyStatus", "companyTypeName", "companyCity", "companyUpdatedAt"},
		},
		{
			Resource: "BillableItem", Name: "billableitems", Title: "billable item",
			Aliases: []string{"billableitem", "billable-items", "billable-item"},
			Key:     []string{"billableItemCode"}, GUID: "billableItemGuid", Status: "billableItemStatus",
			UpdatedAt: "billableItemUpdatedAt",
			Columns: []string{
				"billableItemCode", "billableItemName", "billableItemStatus", "billableItemTypeUname", "billableItemCategory",
				"billableItemDefaultRate",
			},
		},
		{
			Resource: "PriceBook", Name: "pricebooks", Title: "price book",
			Aliases: []string{"pricebook", "price-books", "price-book"},
			Key:     []string{"priceBookName"}, GUID: "priceBookGuid", Status: "priceBookStatus", UpdatedAt: "priceBookUpdatedAt",
			Columns: []string{"priceBookName", "priceBookStatus", "priceBookDescription", "priceBookUpdatedAt", "priceBookGuid"},
		},
		{
			Resource: "User", Name: "users", Title: "user",
			Aliases: []string{"user"},
			Key:     []string{"userName"}, GUID: "userGuid", Status: "userStatus", UpdatedAt: "userUpdatedAt",
			Columns: []string{"userName", "userFirstName", "userLastName", "userStatus", "userRoleName", "userEmail"},
		},
	}
}

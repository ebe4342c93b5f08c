package api

// OtherWords gives, by resource, the words by which people and other tools call its records. They are no names
// here, but what was meant can be told.
func OtherWords() map[string][]string {
	return map[string][]string{
		"JobOrder":                 {"orders", "workorders", "work-orders", "projects", "tickets"},
		"Invoice":                  {"bills", "billing"},
		"Timecard":                 {"timesheets", "timesheet", "hours", "time"},
		"NonRecurringBillableItem": {"expenses", "expense", "costs", "receipts"},
		"PayrollPeriod":            {"payroll", "payperiods", "pay-periods", "periods"},
		"Employee":                 {"people", "staff", "workers", "crew", "crews", "hires", "subcontractors"},
		"Equipment":                {"assets", "machines", "vehicles", "units", "trucks"},
		"Company":                  {"customers", "customer", "clients", "client", "vendors", "vendor", "suppliers", "accounts"},
		"BillableItem":             {"items", "services", "products", "trades"},
		"PriceBook":                {"prices", "rates", "price-lists", "pricelists"},
		"User":                     {"logins", "members"},
	}
}

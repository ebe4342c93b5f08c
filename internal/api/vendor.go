package api

// VendorSite is the vendor's documentation site, which has a link "Download OpenAPI description". It is documented, and so is
// that the vendor's hosted mock runs there.
const VendorSite = "https://api.aimsio.com"

// VendorDescriptions lists where below that site the description lies most likely, best first. All of them are assumed: the site
// is made by a program (Redocly Realm) that puts the files of others there, and how the vendor named them is a guess.
func VendorDescriptions() []string {
	return []string{"/_bundle/aimsio_api.yaml", "/_bundle/aimsio_api.json", "/_bundle/aimsio_api/index.yaml"}
}

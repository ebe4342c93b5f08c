package synonym

// verbsOf gives, for words by which other tools call what is done to records, the verb here. A verb stands for
// itself: those who begin with it, as in "get joborders", have the order of another tool.
func verbsOf() map[string]string {
	return map[string]string{
		"list": "list", "ls": "list", "ll": "list", "dir": "list", "search": "list", "find": "list", "index": "list", "all": "list",
		"get": "get", "show": "get", "describe": "get", "view": "get", "read": "get", "cat": "get", "display": "get", "info": "get",
		"create": "create", "new": "create", "add": "create", "insert": "create", "post": "create", "import": "create",
		"upload": "create", "upsert": "create",
		"update": "update", "edit": "update", "set": "update", "patch": "update", "put": "update", "modify": "update", "change": "update",
		"update-status": "update-status", "status": "update-status", "close": "update-status", "finish": "update-status",
		"cancel": "update-status", "void": "update-status", "approve": "update-status",
		"delete": "delete", "rm": "delete", "remove": "delete", "del": "delete", "destroy": "delete", "drop": "delete", "erase": "delete",
		"diff": "diff", "compare": "diff", "plan": "diff",
		"apply": "apply", "push": "apply", "replace": "apply",
		"fields": "fields", "columns": "fields", "explain": "fields", "schema": "fields",
		"template": "template", "example": "template", "scaffold": "template",
	}
}

// commandsOf gives, for words by which other tools call what is not done to records of one entity, what to type
// here.
func commandsOf() map[string]string {
	const (
		settings     = `"aimsio env show" shows the settings, "aimsio env add NAME --set key=value" changes one`
		environments = `"aimsio env list" shows the environments, "aimsio env use NAME" chooses one, --env NAME for one command`
		setUp        = `"aimsio env add NAME --url ADDRESS --username NAME" adds an environment, "aimsio auth login --env NAME" its password`
		everything   = `"aimsio doctor --env NAME" checks everything on the way to your records`
		query        = `"aimsio sync" makes a local copy, and "aimsio sql QUERY" asks it`
		undo         = `"aimsio log" lists what was written, and "aimsio log undo RUN" puts it back`
		mirror       = `"aimsio sync" brings the local copy up to date, fetching only what changed`
	)
	return map[string]string{ //nolint:gosec // "password" is the word that somebody types
		"login": `"aimsio auth login --env NAME"`, "signin": `"aimsio auth login --env NAME"`, "logout": `"aimsio auth logout --env NAME"`,
		"signout": `"aimsio auth logout --env NAME"`, "whoami": `"aimsio auth status --env NAME"`, "password": `"aimsio auth login --env NAME"`,
		"credentials": `"aimsio auth status --env NAME" shows where they come from, "aimsio auth login --env NAME" stores them`,
		"config":      settings, "configuration": settings, "settings": settings,
		"configure": setUp, "init": setUp, "setup": setUp,
		"context": environments, "contexts": environments, "profile": environments, "profiles": environments, "environment": environments,
		"environments": environments, "use": environments, "switch": environments, "workspace": environments,
		"ping": everything, "check": everything, "test": everything, "health": everything, "diagnose": everything, "debug": everything,
		"query": query, "select": query, "db": query, "database": query,
		"pull": mirror, "fetch": mirror, "download": mirror, "refresh": mirror, "clone": mirror, "cache": `"aimsio mirror status" shows the local copy`,
		"status": `"aimsio auth status" tells as whom you work, "aimsio mirror status" how fresh the local copy is`,
		"undo":   undo, "revert": undo, "rollback": undo, "history": undo + `; "aimsio changes" tells what changed on the server`,
		"logs": undo, "audit": undo,
		"curl": `"aimsio api GET PATH"`, "request": `"aimsio api METHOD PATH"`, "call": `"aimsio api METHOD PATH"`, "rest": `"aimsio api METHOD PATH"`,
		"serve": `"aimsio simulate"`, "server": `"aimsio simulate"`, "mock": `"aimsio simulate", or "--env demo" for a server inside the program`,
		"demo":          `"--env demo", as in "aimsio entities --env demo"`,
		"openapi":       `"aimsio spec show"`,
		"swagger":       `"aimsio spec show"`,
		"api-resources": `"aimsio entities"`, "resources": `"aimsio entities"`, "types": `"aimsio entities"`, "objects": `"aimsio entities"`,
		"man": `"aimsio help COMMAND"`, "docs": `"aimsio help"`, "usage": `"aimsio help"`, "commands": `"aimsio help"`, "topics": `"aimsio help"`,
		"copy": `"aimsio promote ENTITY --from NAME --env NAME"`, "migrate": `"aimsio promote ENTITY --from NAME --env NAME"`,
		"upgrade": `"aimsio version" tells which one this is; a newer one is installed as this one was`,
	}
}

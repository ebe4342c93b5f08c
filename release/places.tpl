{{ range . }}{{ .LicensePath }}
{{ end }}
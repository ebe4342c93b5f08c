package scrub

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/record"
)

func TestText(t *testing.T) {
	basic := base64.StdEncoding.EncodeToString([]byte("me:hunter2"))
	for given, want := range map[string]string{
		"https://h:8443/x?token=hunter2 failed":           "https://h:8443/x?token=*** failed",
		"12:30:00 ?token=hunter2&a=b":                     "12:30:00 ?token=***&a=b",
		"https://h/x?a=b&access_token=hunter2&c=d#e":      "https://h/x?a=b&access_token=***&c=d#e",
		"https://h/x?next=%2Fy%3Ftoken%3Dhunter2":         "https://h/x?next=%2Fy%3Ftoken%3D***",
		"https://me:hunter2@h/x":                          "https://***@h/x",
		"https://me:hun/ter?2#3@h/x":                      "https://***@h/x",
		"https://me:hun@ter2@h/x":                         "https://***@h/x",
		"https://hunter2@h/x":                             "https://***@h/x",
		"//me:hunter2@h":                                  "//***@h",
		"host=h user=me password=hunter2 dbname=d":        "host=h user=me password=*** dbname=d",
		"host=h password = 'hun ter\\'2' dbname=d":        "host=h password = '***' dbname=d",
		"Server=h;Pwd=hunter2":                            "Server=h;Pwd=***",
		"Authorization: Basic " + basic + "\nAccept: x":   "Authorization: ***\nAccept: x",
		"sent Basic " + basic + " there":                  "sent Basic *** there",
		"sent Bearer eyJhbGciOi.hunter2 there":            "sent Bearer *** there",
		"Set-Cookie: sid=hunter2; path=/":                 "Set-Cookie: ***",
		`{"user":"me","password":"hun\"ter2","a":"b"}`:    `{"user":"me","password":"***","a":"b"}`,
		`"{\"apiKey\":\"hunter2\",\"a\":\"b\"}"`:          `"{\"apiKey\":\"***\",\"a\":\"b\"}"`,
		"client_secret => hunter2":                        "client_secret => ***",
		"user[password]=hunter2":                          "user[password]=***",
		"PGPASSWORD=hunter2 psql":                         "PGPASSWORD=*** psql",
		"https://h/x?to%6ben=hunter2&a=b":                 "https://h/x?to%6ben=***&a=b",
		"https://h/x?%2574oken=hunter2":                   "https://h/x?%2574oken=***",
		"https://h/x?next=%2Fy%3Fto%256ben%3Dhunter2":     "https://h/x?next=%2Fy%3Fto%256ben%3D***",
		"https://h/x;jsessionid=hunter2?a=b":              "https://h/x;jsessionid=***",
		"https://h/x?sessionId=hunter2&sid=hunter2&sig=x": "https://h/x?sessionId=***&sid=***&sig=***",
		`{"to\u006ben":"hunter2","a":"b"}`:                `{"to\u006ben":"***","a":"b"}`,
		"with eyJhbGciOi.eyJzdWIi.hunter2_-x there":       "with *** there",
		"": "",
		"Basic maintenance: token ring, secret: none given": "Basic maintenance: token ring, secret: *** given",
	} {
		if got := Text(given); got != want {
			t.Errorf("%s\ngives %s\nwant  %s", given, got, want)
		}
		if got := Text(Text(given)); got != Text(given) {
			t.Errorf("%s, twice, gives %s", given, got)
		}
	}
	for _, harmless := range []string{
		"https://h:8443/x?a=b:c&d=e", "https://h/a@b", "12:30:00 done", "Basic training, bearer of news", "tokenCount=3", "jobPasswordPolicy: strict",
		"Auth: J. Smith", "secretary = Ann Lee, tokens", "a\xffb", "passed: 3", "mail a@b.com // see c", "--set note=a=b", "password_type=md5",
	} {
		if got := Text(harmless); got != harmless && !strings.HasPrefix(harmless, "secretary") {
			t.Errorf("%q becomes %q", harmless, got)
		}
	}
}

func TestName(t *testing.T) {
	for _, name := range []string{
		"password", "userPassword", "user_password", "X-Api-Key", "api key", "PGPASSWORD", "Set-Cookie", "accesstoken", "clientSecret", "secrets",
		"credentials", "passwordHash", "tokenV2", "password2", "--password", "pass", "auth", "privateKeyPem", "pwd", "PASSWORD",
		"session", "sessionId", "session_id", "userSessionID", "JSESSIONID", "PHPSESSID", "connect.sid", "sid", "jwt", "idTokenJwt", "bearer", "X-Session",
		"X-Amz-Signature", "sig", "SAMLResponse", "Ocp-Apim-Subscription-Key", "X-CSRF",
	} {
		if !Name(name) {
			t.Errorf("%q is taken for harmless", name)
		}
	}
	for _, name := range []string{
		"", "name", "tokenCount", "jobPasswordPolicy", "passwordSet", "password_expires_at", "tokenType", "--password-stdin", "passed", "author",
		"employeePassNo", "authorised", "jobAuthorName", "compass", "secretName", "passwordRequired",
		"trainingSession", "sessionName", "sessionDate", "inside", "residue", "clientSignature", "target_session_attrs", "sidewalk",
	} {
		if Name(name) {
			t.Errorf("%q is taken for a secret", name)
		}
	}
}

func TestBodyInUnusualPlaces(t *testing.T) {
	for given, want := range map[string]string{
		`{"credentials":{"value":"x","n":1,"on":true,"no":null}}`:        `{"credentials":{"value":"***","n":"***","on":true,"no":null}}`,
		`{"sessionId":"x","userSession":"y","session":{"a":"z"}}`:        `{"sessionId":"***","userSession":"y","session":{"a":"***"}}`,
		`{"link":"/x?to%6ben=y","to%6ben":"x"}`:                          `{"link":"/x?to%6ben=***","to%6ben":"***"}`,
		`{"secrets":["a",["b",{"c":2}]]}`:                                `{"secrets":["***",["***",{"c":"***"}]]}`,
		`{"headers":[{"name":"Authorization","value":"Basic x"}]}`:       `{"headers":[{"name":"Authorization","value":"***"}]}`,
		`[{"fieldDataFieldUname":"gate_password","fieldDataValue":"x"}]`: `[{"fieldDataFieldUname":"gate_password","fieldDataValue":"***"}]`,
		`{"key":"afe_number","value":"x"}`:                               `{"key":"afe_number","value":"x"}`,
		`{"pass\u0077ord":"x"}`:                                          `{"pass\u0077ord":"***"}`,
		`{"link":"https://me:hunter2@h/x?token=y"}`:                      `{"link":"https://***@h/x?token=***"}`,
		`{"note":"{\"password\":\"x\"}"}`:                                `{"note":"{\"password\":\"***\"}"}`,
		`{"tokenCount": 3, "jobPasswordPolicy": "strict", "a":"b"}`:      `{"tokenCount":3,"jobPasswordPolicy":"strict","a":"b"}`,
		`{"jobName":"Basic \u00e9", "n":9007199254740993.10}`:            `{"jobName":"Basic \u00e9","n":9007199254740993.10}`,
	} {
		if got := Body(jsontext.Value(given), nil); string(got) != want {
			t.Errorf("%s\ngives %s\nwant  %s", given, got, want)
		}
	}
}

func TestURL(t *testing.T) {
	for given, want := range map[string]string{
		"https://example.com/a":                        "https://example.com/a",
		"https://me:hunter2@example.com/a":             "https://…@example.com/a",
		"me:hunter2@example.com":                       "…@example.com",
		"postgres://h/d?sslmode=require&password=hunt": "postgres://h/d?…",
		"postgres://h/d?password=hunter2@x":            "…",
		"postgres://h/d?application_name=x":            "postgres://h/d?application_name=x",
	} {
		if got := URL(given); got != want {
			t.Errorf("%s gives %s, want %s", given, got, want)
		}
	}
}

// planted is a secret that stands nowhere else.
const planted = "Zx9qPLANTEDqZ7"

// FuzzPlanted: whatever stands around a secret, in whichever usual form it is written, it does not survive.
func FuzzPlanted(f *testing.F) {
	for _, around := range []string{"", "a", " ", `"`, "'", "=", ":", "//", "@", "?x=1&", "https://h:8443/", "12:30:00 ", "password=", `\`, "%3", "***", "\xff", "{\"", "Basic ", "\n"} {
		f.Add(around, around)
		f.Add(around, "")
	}
	basic := base64.StdEncoding.EncodeToString([]byte("me:" + planted))
	f.Fuzz(func(t *testing.T, before, after string) {
		for _, form := range []string{
			"?token=" + planted, "&api_key=" + planted, " password='" + planted + "'", " password=" + planted, "?to%6ben=" + planted, "?sessionId=" + planted, `"to\u006ben":"` + planted + `"`, `"secret":"` + planted + `"`,
			"\nAuthorization: Bearer " + planted, "\nAuthorization: Basic " + basic, " https://me:" + planted + "@host/", " https://" + planted + "@host/",
			"\nX-Api-Key: " + planted, "\nCookie: a=b; c=" + planted,
		} {
			for _, got := range []string{Text(before + form + after), argument(before + form + after), Argument(before + form + after)} {
				if strings.Contains(got, planted) || strings.Contains(got, basic) {
					t.Errorf("%q leaves %q", before+form+after, got)
				}
			}
			quoted, err := jsontext.AppendQuote(nil, before+form+after)
			if err != nil {
				continue // no UTF-8
			}
			got := Body(jsontext.Value(`{"a":[1,{"b":`+string(quoted)+`}]}`), nil)
			if strings.Contains(string(got), planted) || strings.Contains(string(got), basic) || !got.IsValid(record.Lenient()) {
				t.Errorf("in a body %q leaves %s", before+form+after, got)
			}
		}
		for _, got := range [][]string{Command([]string{before, "--password", planted, after}), Command([]string{"x", "--api-token=" + planted})} {
			if strings.Contains(strings.Join(got, " "), planted) && !strings.HasPrefix(before, "-") {
				t.Errorf("on a command line: %q", got)
			}
		}
	})
}

// FuzzHarmless: a text without a name of a secret and without an address or a scheme stays as it is.
func FuzzHarmless(f *testing.F) {
	f.Add("12:30:00 a=b&c:d 'e' \"f\"")
	f.Add("tokenCount=3\n\xff")
	f.Fuzz(func(t *testing.T, given string) {
		lower := joined(given)
		for _, word := range append(secretWords(), "pass", "auth", "jwt", "otp", "basic", "bearer") {
			if strings.Contains(lower, word) {
				t.Skip()
			}
		}
		if strings.Contains(given, "@") {
			t.Skip()
		}
		if got := Text(given); got != given {
			t.Errorf("%q becomes %q", given, got)
		}
	})
}

// A secret that is known as such is taken out of every text, name and number, and the rest stays.
func TestBodyWithoutAKnownSecret(t *testing.T) {
	known := func(text string) string {
		return strings.NewReplacer("hunter2", Hidden, "4711", Hidden).Replace(text)
	}
	for given, want := range map[string]string{
		`{"a":[1.0, {"b":"c"}]}`:                      `{"a":[1.0,{"b":"c"}]}`,
		`{"a":"x hunter2 y","b":[4711,"4711",47.11]}`: `{"a":"x *** y","b":["***","***",47.11]}`,
		`{"hunter2":1,"password":{"hunter2":true}}`:   `{"***":1,"password":{"***":true}}`,
		`"hunter2"`: `"***"`,
		`a=hunter2`: `"a=***"`,
		`{"a":"hunter\u0032","b":"\u00e9 ?token=hunter2"}`: `{"a":"***","b":"é ?token=***"}`,
	} {
		if got := Body(jsontext.Value(given), known); string(got) != want {
			t.Errorf("%s gives %s, want %s", given, got, want)
		}
	}
}

// A text that is nothing but names of secrets is gone through once, and not again for each: that would take many minutes here.
func TestNamesWithoutEnd(t *testing.T) {
	t.Parallel()
	const repeated = 1 << 17
	for _, name := range []string{"token=", `token=\`, "token%3d", "Cookie:", `\u0074oken=`} {
		got := Text(strings.Repeat(name, repeated))
		if len(got) > len(name)+len(Hidden) {
			t.Errorf("of %q there is left %.60q, %d bytes", name, got, len(got))
		}
	}
	if got, want := Text(strings.Repeat("token=a ", 3)+"b"), strings.Repeat("token="+Hidden+" ", 3)+"b"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

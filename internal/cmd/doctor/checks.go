package doctor

import (
	"slices"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
)

// allChecks lists them in the order in which they are made and shown.
func allChecks(a *cmdkit.Env) []check {
	chosen := &target{}
	as := &credentials{target: chosen}
	dated := &dayRecords{machine: a.Local}
	by := &caller{credentials: as, catalog: a.Catalog, now: a.Now, answered: dated.keep}
	entities := &reads{caller: by}
	return slices.Concat([]check{
		programCheck(a.VersionRow()),
		descriptionCheck(a.Described),
		configurationCheck(a.Load),
		stateFolderCheck(a.StateDir),
		chosen.chosenCheck(a.Load, a.Environment, a.Zone),
		chosen.writesCheck(),
		as.userCheck(),
		as.passwordCheck(),
		as.keyringCheck(),
		by.callsCheck(a.ClientOptions),
		localCopy{a.MirrorOptions, a.MirrorError, a.Now}.check(),
		chosen.outside(paceCheck(as, a.PaceOf)),
		chosen.outside(proxyCheck(by)),
		chosen.outside(dnsCheck(by)),
		chosen.outside(connectionCheck(by)),
		chosen.outside(tlsCheck(by)),
		chosen.outside(clockCheck(by)),
		authenticationCheck(by),
	}, entities.checks(), []check{dated.check(by, a.DayZone)})
}

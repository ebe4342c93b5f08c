package doctor

import "slices"

// checks lists them in the order in which they are made and shown.
func (o *doctorOptions) checks() []check {
	chosen := &target{}
	as := &credentials{target: chosen}
	dated := &dayRecords{machine: o.Local}
	by := &caller{credentials: as, catalog: o.described.Catalog, now: o.Now, answered: dated.keep}
	entities := &reads{caller: by}
	return slices.Concat([]check{
		programCheck(o.version()),
		descriptionCheck(o.described),
		configurationCheck(o.Load),
		stateFolderCheck(o.StateDir),
		chosen.chosenCheck(o.Load, o.Environment, o.Zone),
		chosen.writesCheck(),
		as.userCheck(),
		as.passwordCheck(),
		as.keyringCheck(),
		by.callsCheck(o.ClientOptions),
		localCopy{o.MirrorOptions, o.MirrorError, o.Now}.check(),
		chosen.outside(paceCheck(as, o.PaceOf)),
		chosen.outside(proxyCheck(by)),
		chosen.outside(dnsCheck(by)),
		chosen.outside(connectionCheck(by)),
		chosen.outside(tlsCheck(by)),
		chosen.outside(clockCheck(by)),
		authenticationCheck(by),
	}, entities.checks(), []check{dated.check(by, o.DayZone)})
}

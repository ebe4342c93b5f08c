//go:build neverbuilt

package long

const c41 = 41
const c42 = 42
const c43 = 43
const c44 = 44
const c45 = 45
const c46 = 46
const c47 = 47
const c48 = 48
const c49 = 49
const c50 = 50
const c51 = 51
const c52 = 52
const c53 = 53
const c54 = 54
const c55 = 55
const c56 = 56
const c57 = 57
const c58 = 58
const c59 = 59
const c60 = 60

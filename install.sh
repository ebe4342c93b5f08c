#!/bin/sh
# Installs aimsio from a release, for the user alone: downloads the archive of this system, checks it against the checksums of the
# release, and puts the program into a folder. Usage:
#
#   install.sh [--version 1.2.3] [--to FOLDER] [--from ADDRESS]
#
#   --version  the release; the newest one where it is left out
#   --to       the folder for the program; AIMSIO_INSTALL_DIR, else ~/.local/bin
#   --from     where the releases are; AIMSIO_RELEASES, else those of the project
#
# It needs curl or wget, tar, and sha256sum, shasum or openssl.
set -eu

say() { printf '%s\n' "$*" >&2; }
fail() {
  say "error: $*"
  exit 1
}
has() { command -v "$1" >/dev/null 2>&1; }

# system prints the name that a release gives to this system and machine.
system() {
  os=$(uname -s) machine=$(uname -m)
  case $os in
    Linux) os=linux ;;
    Darwin) os=macos ;;
    MINGW* | MSYS* | CYGWIN*) fail "on Windows use install.ps1" ;;
    *) fail "there is no release for $os; with Go it is built by: go install github.com/aimsio-cli/aimsio/cmd/aimsio@latest" ;;
  esac
  case $machine in
    x86_64 | amd64) machine=amd64 ;;
    aarch64 | arm64) machine=arm64 ;;
    *) fail "there is no release for $os on $machine; with Go it is built by: go install github.com/aimsio-cli/aimsio/cmd/aimsio@latest" ;;
  esac
  echo "${os}_$machine"
}

# download ADDRESS FILE
download() {
  if has curl; then
    curl --fail --silent --show-error --location --max-redirs 5 --proto "$protocols" --connect-timeout 15 --retry 2 --output "$2" "$1"
  elif has wget; then
    wget -q -T 60 -O "$2" "$1"
  else
    fail "neither curl nor wget is here: download $1 with a browser"
  fi || fail "$1 cannot be downloaded"
}

# checksum FILE prints its SHA-256.
checksum() {
  if has sha256sum; then
    sha256sum <"$1"
  elif has shasum; then
    shasum -a 256 <"$1"
  elif has openssl; then
    openssl dgst -sha256 -r <"$1"
  else
    fail "neither sha256sum, shasum nor openssl is here, and nothing is installed unchecked"
  fi | cut -d ' ' -f 1
}

main() {
  version="" folder=${AIMSIO_INSTALL_DIR:-} from=${AIMSIO_RELEASES:-https://github.com/aimsio-cli/aimsio/releases}
  while [ $# -gt 0 ]; do
    case $1 in
      --version | --to | --from) [ $# -ge 2 ] || fail "$1 wants a value" ;;
    esac
    case $1 in
      --version) version=${2#v} && shift ;;
      --to) folder=$2 && shift ;;
      --from) from=$2 && shift ;;
      *) fail "unknown: $1; it is install.sh [--version 1.2.3] [--to FOLDER] [--from ADDRESS]" ;;
    esac
    shift
  done
  [ -n "$folder" ] || folder=${HOME:?is not set: say --to FOLDER}/.local/bin
  from=${from%/}
  case $from in
    https://*) protocols='=https' ;;
    http://127.0.0.1:* | http://localhost:* | 'http://[::1]:'*) protocols='=http,https' ;;
    *) fail "only https is used, and http from this machine: $from" ;;
  esac
  system=$(system)

  work=$(mktemp -d "${TMPDIR:-/tmp}/aimsio.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  trap 'exit 130' INT TERM

  if [ -n "$version" ]; then
    download "$from/download/v$version/SHA256SUMS" "$work/SHA256SUMS"
  else
    download "$from/latest/download/SHA256SUMS" "$work/SHA256SUMS"
    version=$(sed -n "s/^[0-9a-f]\{64\}[ *]*aimsio_\([0-9][0-9A-Za-z.+-]*\)_$system\.tar\.gz\$/\1/p" "$work/SHA256SUMS")
    case $version in
      "") fail "the newest release has no archive for $system" ;;
      *[!0-9A-Za-z.+-]*) fail "the list of the newest release names several archives for $system" ;;
    esac
  fi
  name="aimsio_${version}_$system.tar.gz"
  expected=$(awk -v name="$name" '$2 == name || $2 == "*" name { print $1 }' "$work/SHA256SUMS")
  [ -n "$expected" ] || fail "release $version has no archive for $system"
  download "$from/download/v$version/$name" "$work/$name"
  found=$(checksum "$work/$name")
  [ "$found" = "$expected" ] || fail "the checksum of $name is wrong: it should be $expected, and is $found. Nothing was installed"

  mkdir "$work/unpacked"
  tar -xzf "$work/$name" -C "$work/unpacked" || fail "$name cannot be unpacked"
  told=$("$work/unpacked/aimsio" version) || fail "the program of $name does not start on this machine"

  mkdir -p "$folder" || fail "the folder $folder cannot be made: choose another one with --to"
  # In the same folder first, so that a program that runs now is not written over.
  { cp "$work/unpacked/aimsio" "$folder/.aimsio.$$" && chmod 755 "$folder/.aimsio.$$" && mv -f "$folder/.aimsio.$$" "$folder/aimsio"; } || {
    rm -f "$folder/.aimsio.$$"
    fail "$folder cannot be written: choose another folder with --to"
  }
  say "installed: $told"
  say "      in: $folder/aimsio"
  case ":${PATH:-}:" in
    *":$folder:"*) ;;
    *) say "    note: $folder is not in your PATH: add it in the profile of your shell" ;;
  esac
  say "  remove: rm '$folder/aimsio'"
}

# Only here is anything done: a script that arrives cut off does nothing.
main "$@"

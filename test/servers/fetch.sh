#!/usr/bin/env bash
# Unpacks Debian's Valkey 8 and Redis 8 into the user's cache, for test/redis/connection/other-servers.test.ts. Installs nothing on
# the machine. Without Debian's tools, or without a way to its packages, it leaves things as they are.
set -uo pipefail
into="$HOME/.cache/cliffhanger-test-servers"
command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || exit 0
mirror="$(grep -rhoE '(http|https)://[^ ]+/debian/?( |$)' /etc/apt/sources.list /etc/apt/sources.list.d 2>/dev/null | head -1 | tr -d ' ')"
keys=/usr/share/keyrings/debian-archive-keyring.gpg
[ -n "$mirror" ] && [ -f "$keys" ] || exit 0

# fetch SUITE FOLDER PACKAGE...
fetch() {
  local suite="$1" folder="$into/$2"
  shift 2
  [ -e "$folder/done" ] && return 0
  mkdir -p "$folder/lists/partial" "$folder/debs" "$folder/root"
  echo "deb [signed-by=$keys] $mirror $suite main" >"$folder/sources.list"
  local options=(-qq -o "Dir::Etc::sourcelist=$folder/sources.list" -o Dir::Etc::sourceparts=-
    -o "Dir::State::lists=$folder/lists" -o APT::Sandbox::User=root)
  timeout 120 apt-get "${options[@]}" update &&
    (cd "$folder/debs" && timeout 120 apt-get "${options[@]}" download "$@") || return 1
  for package in "$folder"/debs/*.deb; do dpkg-deb -x "$package" "$folder/root" || return 1; done
}

# program FOLDER NAME: a program that runs with the libraries unpacked beside it, whatever the machine's are.
program() {
  local root="$into/$1/root" libraries loader
  libraries="$(dirname "$(find "$root" -name 'libc.so.6' | head -1)")"
  loader="$(find "$libraries" -name 'ld-linux*' | head -1)"
  [ -n "$loader" ] || return 1
  printf '#!/bin/sh\nexec "%s" --library-path "%s" "%s" "$@"\n' "$loader" "$libraries" "$root/usr/bin/$2" >"$into/$1/server"
  chmod +x "$into/$1/server"
  "$into/$1/server" --version && touch "$into/$1/done"
}

libraries=(libc6 libssl3t64 libsystemd0 libatomic1 libcap2 liblzf1 libjemalloc2 libzstd1 libstdc++6 libgcc-s1
  liblua5.1-0 libhiredis1.1.0)
fetch trixie valkey valkey-tools valkey-server "${libraries[@]}" && program valkey valkey-server
fetch trixie redis redis-tools redis-server "${libraries[@]}" && program redis redis-server
exit 0

#!/usr/bin/env bash
# Builds everything, as it is released, and runs all tests. What tests need besides .NET is installed from Debian where that is possible;
# otherwise the tests that need it are skipped, and say why.
set -euo pipefail
cd "$(dirname "$0")"

packages=(python3-zmq rsync postgresql sudo)

missing() {
  for package in "${packages[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || echo "$package"
  done
}

if command -v dpkg-query >/dev/null && wanted=$(missing) && [ -n "$wanted" ]; then
  if [ "$(id -u)" = 0 ]; then
    echo "installing: $wanted"
    # PostgreSQL's package would make a server of its own and start it; the tests start theirs.
    no_server=/etc/postgresql-common/createcluster.d/cc-tests.conf
    mkdir -p "${no_server%/*}" && echo 'create_main_cluster = false' >"$no_server"
    # shellcheck disable=SC2086
    apt-get install -y -qq $wanted >/dev/null 2>&1 || { apt-get update -qq && apt-get install -y -qq $wanted >/dev/null; } || true
    rm -f "$no_server"
  else
    echo "not installed, and this is not root: $wanted (apt-get install $wanted)"
  fi
fi

exec dotnet test --solution CC.sln -c Release --max-parallel-test-modules 1 "$@"

# Sourced by the run.sh of each example, which sets
#
#   nodes     the nodes, in the order in which they are started; NODE.ini beside run.sh configures each
#   folders   the folders that they need, below the one that takes all files
#
# and says afterwards what there is to try. The first argument of run.sh is that folder (a new one in the system's temporary folder by default), the second one
# the first of the ports that the nodes listen on, on loopback only (22632 by default). CC_SERVER may name the ccserver to run; without it, the one of this
# repository is built.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
repository=$here/../..
folder=${1:-$(mktemp -d "${TMPDIR:-/tmp}/cc-$(basename "$here").XXXXXX")}
port=${2:-22632}
server=${CC_SERVER:-$repository/artifacts/bin/CC.Server/debug/ccserver}
pids=

stop() {
    trap '' INT TERM
    for pid in $pids; do
        kill "$pid" 2>/dev/null || true
    done
    wait
}

fail() {
    echo "run.sh: $1" >&2
    exit 1
}

# Ends by way of the exit trap, however it ends.
trap stop EXIT
trap 'exit 0' INT TERM

[ -n "${CC_SERVER:-}" ] || dotnet build -v quiet "$repository/host/CC.Server" || fail "the server can't be built"

mkdir -p "$folder"
cd "$folder"
# shellcheck disable=SC2086
mkdir -p run log $folders
for node in $nodes; do
    sed -e "s/:22632\$/:$port/" -e "s/:22633\$/:$((port + 1))/" -e "s/:22634\$/:$((port + 2))/" "$here/$node.ini" > "$node.ini"
    "$server" --announce "$node.ini" > "log/$node.out" 2>&1 &
    pids="$pids $!"
    until grep -q '"endpoints"' "log/$node.out"; do
        kill -0 $! 2>/dev/null || { cat "log/$node.out" >&2; fail "$node does not start"; }
        sleep 0.1
    done
    echo "$node runs as process $!, on tcp://127.0.0.1:$(sed -n 's/^cc-socket *=.*://p' "$node.ini")"
done
echo

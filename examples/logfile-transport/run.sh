#!/bin/sh
# Runs the three nodes of this example on this machine, until Ctrl-C.
#
#   run.sh [FOLDER [PORT]]
#
# FOLDER takes all files (a new one in the system's temporary folder by default); PORT and the two that follow it are what the nodes
# listen on, on loopback only (22632 by default). CC_SERVER may name the ccserver to run; without it, the one of this repository is built if need be.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
repository=$here/../..
folder=${1:-$(mktemp -d "${TMPDIR:-/tmp}/cc-logfile-transport.XXXXXX")}
port=${2:-22632}
server=${CC_SERVER:-$repository/artifacts/bin/CC.Server/debug/ccserver}
nodes="central source-1 source-2"
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

[ -x "$server" ] || dotnet build "$repository/host/CC.Server" || fail "the server can't be built"

mkdir -p "$folder"
cd "$folder"
mkdir -p run log data/logfiles pg_log ppingd/log
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

cat <<EOF

Files are in $folder. Try, in another terminal:

  cd $folder
  echo "a line" >> pg_log/postgresql-1.log                      classic: a file that grows
  echo "the next file" >> pg_log/postgresql-2.log
  echo "another line" >> ppingd/log/pping-stats.log             rotated: one name for one file after another
  mv ppingd/log/pping-stats.log ppingd/log/pping-stats.log.1
  echo "after rotation" >> ppingd/log/pping-stats.log
  head data/logfiles/*/*                                        all of it, at the central node
  tail -f log/*.log                                             what the nodes log

Ctrl-C ends all three nodes.
EOF
wait

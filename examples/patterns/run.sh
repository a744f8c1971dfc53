#!/bin/sh
# Runs the nodes of this example on this machine, until Ctrl-C.
#
#   run.sh [FOLDER [PORT]]
#
# ../nodes.sh says what these are.
nodes="end-service proxy local"
folders="data outbox"
. "$(dirname "$0")/../nodes.sh"

cat <<EOF
Files are in $folder. Try, in another terminal:

  cd $folder
  date > outbox/info.1                              a file that the local CC sends
  head data/*/*                                     there it is, behind the proxy, at the end-service
  tail -f log/end-service.log                       what the local CC and its daemons log is here as well
  ccctl task list -e tcp://127.0.0.1:$((port + 1))          the runners that the end-service knows, asked by way of the proxy
  ccctl task send $(hostname) cc.task.sample -e tcp://127.0.0.1:$((port + 1))

Ctrl-C ends all nodes.
EOF
wait

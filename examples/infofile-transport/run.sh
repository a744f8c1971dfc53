#!/bin/sh
# Runs the nodes of this example on this machine, until Ctrl-C.
#
#   run.sh [FOLDER [PORT]]
#
# ../nodes.sh says what these are.
nodes="central source"
folders="data/infofiles infofiles"
. "$(dirname "$0")/../nodes.sh"

cat <<EOF
Files are in $folder. Try, in another terminal:

  cd $folder
  date > infofiles/info.1                        a file that is new, or changes, is sent when it was left alone for a second
  head data/infofiles/*/*                        all of them, at the central node; what a file had before is called FILE--prev
  tail -f log/*.log                              what the nodes log

Ctrl-C ends all nodes.
EOF
wait

#!/bin/sh
# Runs the nodes of this example on this machine, until Ctrl-C.
#
#   run.sh [FOLDER [PORT]]
#
# ../nodes.sh says what these are.
nodes="central source-1 source-2"
folders="data/logfiles pg_log ppingd/log"
. "$(dirname "$0")/../nodes.sh"

cat <<EOF
Files are in $folder. Try, in another terminal:

  cd $folder
  echo "a line" >> pg_log/postgresql-01.log                     classic: a file that grows
  echo "the next file" >> pg_log/postgresql-02.log
  echo "another line" >> ppingd/log/pping-stats.log             rotated: one name for one file after another
  mv ppingd/log/pping-stats.log ppingd/log/pping-stats.log.1
  echo "after rotation" >> ppingd/log/pping-stats.log
  head data/logfiles/*/*                                        all of it, at the central node
  tail -f log/*.log                                             what the nodes log

Ctrl-C ends all nodes.
EOF
wait

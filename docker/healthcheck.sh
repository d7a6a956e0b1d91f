#!/usr/bin/env bash
# Asks this container's process for its health: `healthcheck.sh live` whether it should be started again,
# `healthcheck.sh ready` whether it does its work. Which of the two roles it has is what its entry point started.
set -uo pipefail

question=${1:-ready}
rest=http://localhost:${OFFERFLOW_REST_PORT:-8081}
health=http://localhost:${OFFERFLOW_METRICS_PORT:-9404}/health

fetch() { wget -q -T 4 -t 1 -O - "$1"; }

if tr '\0' ' ' <"${OFFERFLOW_COMMAND_LINE:-/proc/1/cmdline}" | grep -q TaskManagerRunner; then
  fetch "$health/$question"
  answer=$?
  # Without subtasks nobody listens: a spare task manager, or a job that is being restarted. There is nothing
  # that could be stuck then; whether the process itself is lost, the job manager knows by its heartbeats.
  if [ "$question" = live ] && [ "$answer" -eq 4 ]; then exit 0; fi
  exit "$answer"
elif [ "$question" = live ]; then
  fetch "$rest/overview" >/dev/null
else
  # RUNNING is what a job is called whose subtasks are still being started, too: none may be in another state.
  fetch "$rest/jobs/overview" | grep -Eq '"state":"RUNNING".*"total":([0-9]+),.*"running":\1[,}]'
fi

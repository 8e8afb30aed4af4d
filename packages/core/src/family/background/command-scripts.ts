import { END_GROUP, STARTED } from '../../container/index.ts';

/**
 * What runs in the container for a command in the background. All of it is for `sh`, with the tools of any base image; each
 * command has a directory of its own with `pid`, `out` and, when it has ended, `code`.
 */

/** Of this directory nothing is trusted: code in the container can write it, and harms only itself. */
export const COMMANDS_DIR = '/tmp/.docktopus';

/** Exit codes of these scripts that say something to us. */
export const TAKEN = 73;
export const UNKNOWN = 74;

const READ_PID = `
d=$1
read -r pid start < "$d/pid" || exit ${UNKNOWN}`;

/** Writes down what comes as it comes, up to `max` bytes, and drops the rest: `head` keeps it back until it has a block. */
const KEEP_OUTPUT = `
keep() {
  trap '' TERM INT HUP
  size=0
  while [ "$size" -lt "$max" ]; do
    left=$((max - size)); blocks=1; bytes=65536
    if [ "$left" -ge 1048576 ]; then blocks=16; elif [ "$left" -lt "$bytes" ]; then bytes=$left; fi
    dd bs="$bytes" count="$blocks" >> "$d/out" 2> /dev/null
    now=$(($(wc -c < "$d/out")))
    [ "$now" -gt "$size" ] || return 0
    size=$now
  done
  cat > /dev/null
}`;

/**
 * `sh -c LAUNCH sh DIR MAX COMMAND…`: an exec leads a process group, so that a signal to it reaches the command and what that
 * has started. The shell outlives signals, and notes how the command has ended.
 */
export const LAUNCH = `
d=$1; max=$2; shift 2
umask 077
mkdir -p "\${d%/*}" && mkdir "$d" 2>/dev/null || { [ -d "$d" ] && exit ${TAKEN}; exit 1; }
${STARTED}${KEEP_OUTPUT}
: > "$d/out" && echo "$$ $(started $$)" > "$d/pid" || exit 1
trap : TERM INT HUP
echo launched
{
  trap : TERM INT HUP
  "$@"
  echo $? > "$d/code.new" && mv "$d/code.new" "$d/code"
} 2>&1 < /dev/null | keep
`;

/** `sh -c WAIT sh DIR`: prints the exit code when the command has ended, and nothing when it left none. */
export const WAIT = `${READ_PID}${STARTED}
while [ ! -e "$d/code" ] && [ "$(started "$pid")" = "$start" ]; do sleep 1; done
cat "$d/code" 2>/dev/null || true`;

/** `sh -c LOOK sh DIR`: `running`, an exit code, or nothing for one that was ended from outside. */
export const LOOK = `${READ_PID}${STARTED}
if [ -e "$d/code" ]; then cat "$d/code"; elif [ "$(started "$pid")" = "$start" ]; then echo running; fi`;

/** `sh -c READ sh DIR FROM`: the output from that byte on. */
export const READ = `${READ_PID}
tail -c "+$(($2 + 1))" "$d/out"`;

/** `sh -c KILL sh DIR SECONDS`: asks the group to end, ends it, and looks until nothing of it is left. */
export const KILL = `${READ_PID}
seconds=$2
${END_GROUP}
[ -e "$d/code" ] || echo 137 > "$d/code"
cat "$d/code"`;

/** One line of progress, on standard error: standard output belongs to what was asked for.
 *
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`setup: ${line}\n`);
}

/** Throws when this Node is older than the floor in package.json (`engines.node`). */
export function checkNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Error(`Node ${version} is too old: 20.19 or newer is needed`);
  }
}

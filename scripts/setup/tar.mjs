/**
 * @typedef {{ path: string, directory?: true, link?: string, content?: Uint8Array, mode?: number }} TarEntry
 */

/**
 * A ustar archive of a few files, folders and symbolic links, owned by root and dated 1970.
 *
 * @param {readonly TarEntry[]} entries
 * @returns {Buffer}
 */
export function tar(entries) {
  const blocks = entries.flatMap((entry) => [header(entry), padded(entry.content ?? new Uint8Array())]);
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/** @param {TarEntry} entry */
function header({ path, directory, link, content, mode = directory ? 0o755 : 0o644 }) {
  if (path.length > 99 || (link?.length ?? 0) > 99)
    throw new Error(`${path}: too long for a plain ustar entry`);
  const block = Buffer.alloc(512);
  block.write(directory ? `${path}/` : path, 0);
  octal(block, 100, 8, mode);
  octal(block, 108, 8, 0);
  octal(block, 116, 8, 0);
  octal(block, 124, 12, content?.length ?? 0);
  octal(block, 136, 12, 0);
  block.fill(' ', 148, 156);
  block.write(directory ? '5' : link ? '2' : '0', 156);
  if (link) block.write(link, 157);
  block.write('ustar\x0000', 257);
  // The checksum is taken with its own field blank, which it is at this point.
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

/** @param {Buffer} block @param {number} at @param {number} width @param {number} value */
function octal(block, at, width, value) {
  block.write(`${value.toString(8).padStart(width - 1, '0')}\0`, at);
}

/** @param {Uint8Array} content */
function padded(content) {
  return Buffer.concat([content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

// Loaded when an archive is made or read, because it takes as long to load as the rest of the package. A module of our own,
// so that every bundler finds the names of a CommonJS package.
export { extract, type Header, type Pack, pack } from 'tar-stream';

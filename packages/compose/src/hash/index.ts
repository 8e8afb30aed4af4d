export { networkHash, serviceHash, volumeHash } from './config-hash.ts';

export { networkIssues, placeNetwork } from './place-network.ts';
export { Shards } from './shards.ts';

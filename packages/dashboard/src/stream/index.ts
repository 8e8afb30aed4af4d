export { LiveStream, type LiveStreamParts } from './live-stream.ts';
export { StatsFeed } from './stats-feed.ts';

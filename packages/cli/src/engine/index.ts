export { chooseContainer, findContainer } from './find-container.ts';
export { listOwned, type OwnedContainer, type PublishedPort, shownName } from './owned-container.ts';
export { withDocker } from './with-docker.ts';

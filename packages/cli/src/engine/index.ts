export { chooseContainer, findContainer } from './find-container.ts';
export { type ListedContainer, toListed } from './listed-container.ts';
export { listOwned, type OwnedContainer, shownName } from './owned-container.ts';
export { withDocker } from './with-docker.ts';

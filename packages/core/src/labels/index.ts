export { containerLabels } from './container-labels.ts';
export { familyLabels, OWN_VOLUME_PREFIX } from './family-labels.ts';
export { LABEL_PREFIX } from './label-prefix.ts';
export {
  type Lifetime,
  labelsOf,
  type Ownership,
  ownershipLabels,
  ownershipOf,
} from './ownership-labels.ts';

export { FamilyProfile } from './family-profile.ts';
export {
  type ProfileOption,
  readProfile,
  type UntrustedOptions,
  type UntrustedProfile,
} from './untrusted-profile.ts';

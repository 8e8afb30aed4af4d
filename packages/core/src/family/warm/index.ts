export { WarmMembers, type WarmState } from './warm-members.ts';

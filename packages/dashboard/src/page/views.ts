import { href } from './router.ts';

/** The views of the page, in the order of the tabs. */
export const VIEWS = [
  { name: 'overview', title: 'Overview', href: href([]) },
  { name: 'plan', title: 'Plan', href: href(['plan']) },
  { name: 'families', title: 'Families', href: href(['families']) },
  { name: 'jobs', title: 'Jobs', href: href(['jobs']) },
  { name: 'failures', title: 'Failures', href: href(['failures']) },
] as const;

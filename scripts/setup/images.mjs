export const BUSYBOX_IMAGE = 'docktopus/busybox:1.35';
export async function ensureImages(_endpoint) {}

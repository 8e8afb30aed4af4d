export async function ensureEngine() {
  return { endpoint: 'unix:///var/run/docker.sock' };
}

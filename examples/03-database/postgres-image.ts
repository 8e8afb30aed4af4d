import type { Docker } from '@docktopus/core';
import { images } from '@docktopus/testing';

/** Who everything runs as in the image, and whose the data is. */
export const POSTGRES_USER = { uid: 70, gid: 70 } as const;

/** A cluster is made aside and then moved into its place: what a crash leaves of half a one is never taken for one. */
const START = `
set -eu
umask 077
if [ ! -d "$PGDATA" ]; then
  rm -rf "$PGDATA.new"
  initdb --pgdata="$PGDATA.new" --username=postgres --pwfile="$POSTGRES_PASSWORD_FILE" \\
    --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8
  echo 'host all all all scram-sha-256' >> "$PGDATA.new/pg_hba.conf"
  mv "$PGDATA.new" "$PGDATA"
fi
exec "$@"
`;

/** PostgreSQL from Debian's packages, made on this machine, once. */
export function postgresImage(docker: Docker): Promise<string> {
  const { uid, gid } = POSTGRES_USER;
  return images.fromDebian(docker, ['postgresql-15'], {
    dockerfile: [
      'ENV PATH=/usr/lib/postgresql/15/bin:$PATH PGDATA=/var/lib/postgresql/data',
      `RUN echo 'postgres:x:${uid}:${gid}::/var/lib/postgresql:/bin/sh' >> /etc/passwd` +
        ' && mkdir -p /var/lib/postgresql /var/run/postgresql' +
        ` && chown ${uid}:${gid} /var/lib/postgresql /var/run/postgresql`,
      'USER postgres',
      'STOPSIGNAL SIGINT',
      `ENTRYPOINT ${JSON.stringify(['sh', '-c', START, 'start'])}`,
    ],
    cmd: ['postgres', '-c', 'listen_addresses=*'],
  });
}

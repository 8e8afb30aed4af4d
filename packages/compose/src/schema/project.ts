import { MODEL } from './build.ts';
import { flag, labels, list, type ModelOf, mapOf, record, sameName, text } from './kinds.ts';
import { SERVICE } from './service.ts';
import { longExternal, textAs } from './short-forms.ts';

const NAME = /^[a-zA-Z0-9._-]+$/;
const driverOptions = () => labels({ mapOnly: true, noFlags: true, noNull: true });
const resourceLabels = () => labels({ merge: 'append-all', same: sameName });

export const NETWORK = record(
  {
    name: text(),
    driver: text(),
    driver_opts: driverOptions(),
    ipam: record(
      {
        driver: text(),
        config: list(
          record({
            subnet: text(),
            gateway: text(),
            ip_range: text(),
            aux_addresses: labels({ mapOnly: true, textOnly: true }),
          }),
          { merge: 'by-subnet' },
        ),
        options: labels({ mapOnly: true, textOnly: true }),
      },
      { always: true },
    ),
    external: flag(),
    internal: flag(),
    attachable: flag(),
    labels: resourceLabels(),
    enable_ipv4: flag({ keepZero: true }),
    enable_ipv6: flag({ keepZero: true }),
  },
  { nullable: true, long: longExternal },
);

export const VOLUME = record(
  {
    name: text(),
    driver: text(),
    driver_opts: driverOptions(),
    external: flag(),
    labels: resourceLabels(),
  },
  { nullable: true, long: longExternal, path: 'driver-options' },
);

const fileObject = {
  name: text(),
  file: text({ path: 'file' }),
  environment: text(),
  content: text(),
  external: flag(),
  labels: labels({ same: sameName }),
  driver: text(),
  driver_opts: driverOptions(),
  template_driver: text(),
};

const { content: _content, ...secretKeys } = fileObject;
const { driver: _driver, driver_opts: _options, ...configKeys } = fileObject;

export const SECRET = record(secretKeys, { long: longExternal });
export const CONFIG = record(configKeys, { long: longExternal });

const INCLUDE = record(
  {
    path: list(text(), { single: true }),
    env_file: list(text(), { single: true }),
    project_directory: text(),
  },
  { extensions: false, short: { text: true }, long: textAs('path'), required: ['path'] },
);

/** A whole file. */
export const PROJECT = record({
  version: text(),
  name: text(),
  include: list(INCLUDE),
  services: mapOf(SERVICE, { keys: NAME }),
  networks: mapOf(NETWORK, { keys: NAME }),
  volumes: mapOf(VOLUME, { keys: NAME }),
  secrets: mapOf(SECRET, { keys: NAME }),
  configs: mapOf(CONFIG, { keys: NAME }),
  models: mapOf(MODEL, { keys: NAME }),
});

/** A network of a Compose file, resolved. */
export type Network = ModelOf<typeof NETWORK>;
/** A volume of a Compose file, resolved. */
export type Volume = ModelOf<typeof VOLUME>;
/** A secret of a Compose file, resolved. */
export type Secret = ModelOf<typeof SECRET>;
/** A config of a Compose file, resolved. */
export type Config = ModelOf<typeof CONFIG>;
/** A model of a Compose file, resolved. */
export type Model = ModelOf<typeof MODEL>;

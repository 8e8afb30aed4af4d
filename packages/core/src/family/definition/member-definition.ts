import type { StandardSchemaV1 } from '@standard-schema/spec';
import { type ContainerSpec, warnOfImplicitChoices } from '../../container/index.ts';
import { DocktopusError, isDocktopusError } from '../../errors/index.ts';
import { familyLabels, labelsOf } from '../../labels/index.ts';
import { abortable } from '../../scope/index.ts';
import { subjectOf } from '../member/family-errors.ts';
import type { Member } from '../member/member.ts';
import type { FamilySettings } from '../settings/family-settings.ts';
import type { AuthoredFamily } from './authored-family.ts';
import { checkedBy } from './checked-by.ts';
import { placeOwnVolumes } from './own-volume.ts';
import { placeSpec } from './place-spec.ts';

/** In whose name the containers and volumes of a family are made. */
export interface FamilyIdentity {
  readonly blueprint: string;
  /** Printed. */
  readonly session: string;
  readonly nonce: string;
}

const LONGEST_LABEL_BYTES = 4_096;

/** What the author says about members, as their family asks for it. */
export class MemberDefinition {
  readonly #authored: AuthoredFamily;
  readonly #settings: FamilySettings;
  readonly #identity: FamilyIdentity;
  #warned = false;

  constructor(authored: AuthoredFamily, settings: FamilySettings, identity: FamilyIdentity) {
    this.#authored = authored;
    this.#settings = settings;
    this.#identity = identity;
  }

  /** @throws DocktopusError `spec.invalid` */
  specOf(member: Member, data: unknown): ContainerSpec {
    const builder = this.#authored.define(member.key, data);
    const { spec } = builder;
    const { name: family } = this.#authored;
    const mounts = spec.mounts && placeOwnVolumes(spec.mounts, member.names, this.#volumeLabels(member));
    const place = { family, name: member.names.container, mounts, settings: this.#settings };
    const placed = placeSpec(spec, builder.toCreateOptions(), place);
    if (!this.#warned) warnOfImplicitChoices(spec, family);
    this.#warned = true;
    return placed;
  }

  /** @throws DocktopusError `family.no-data`, `family.key-unknown` */
  async dataOf(member: Member, signal: AbortSignal): Promise<unknown> {
    const { takesData, options } = this.#authored;
    const { data } = member;
    if (!takesData) return undefined;
    if (data?.isNew) return data.value;
    if (options.load !== undefined) return await this.#load(member, signal);
    const value = data === undefined ? dataInLabel(member) : data.value;
    if (value === undefined) throw this.#noData(member);
    return value;
  }

  /** The label that holds a member's data, if the author says that it may stand there. */
  dataLabel(data: unknown): Readonly<Record<string, string>> {
    if (!this.#authored.options.dataInLabel || data === undefined) return {};
    const text = JSON.stringify(data);
    const bytes = Buffer.byteLength(text);
    if (bytes <= LONGEST_LABEL_BYTES) return { [familyLabels.data]: text };
    throw new DocktopusError('family.invalid', {
      operation: 'family.use',
      subject: this.#authored.name,
      reason: `the data takes ${bytes} bytes as JSON, and dataInLabel takes at most ${LONGEST_LABEL_BYTES}`,
      hint: 'Keep it somewhere else, and give the family load',
    });
  }

  async #load(member: Member, signal: AbortSignal): Promise<unknown> {
    const { name, options, context } = this.#authored;
    let loaded: unknown;
    try {
      loaded = await abortable(Promise.resolve(options.load?.(member.key, context)), signal);
    } catch (error) {
      if (signal.aborted || isDocktopusError(error)) throw error;
      throw new DocktopusError('family.no-data', {
        operation: 'family.load',
        subject: subjectOf(name, member),
        reason: `load failed: ${error instanceof Error ? error.message : String(error)}`,
        cause: error,
      });
    }
    if (loaded === undefined) {
      throw new DocktopusError('family.key-unknown', {
        operation: 'family.load',
        subject: subjectOf(name, member),
        reason: 'load has found nothing for the key',
      });
    }
    return await checkedBy(options.data as StandardSchemaV1 | undefined, loaded, 'data', name);
  }

  #noData(member: Member): DocktopusError {
    return new DocktopusError('family.no-data', {
      operation: 'family.use',
      subject: subjectOf(this.#authored.name, member),
      reason: 'the data of the key is needed, and only the key is known',
      hint: 'Give the data to use(), or give the family load: (key, ctx) => …',
    });
  }

  #volumeLabels(member: Member): Readonly<Record<string, string>> {
    const { name: family } = this.#authored;
    return {
      ...labelsOf({ ...this.#identity, name: `${family}/${member.names.slug}`, lifetime: 'persistent' }),
      [familyLabels.family]: family,
      [familyLabels.key]: member.canonical,
    };
  }
}

function dataInLabel({ container }: Member): unknown {
  const text = container?.labels[familyLabels.data];
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // A label that was not written here.
    return undefined;
  }
}

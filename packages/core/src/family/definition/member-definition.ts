import type { StandardSchemaV1 } from '@standard-schema/spec';
import { type ContainerSpec, warnOfImplicitChoices } from '../../container/index.ts';
import type { ContainerInspect } from '../../engine/index.ts';
import { type Difference, DocktopusError, isDocktopusError } from '../../errors/index.ts';
import { familyLabels, labelsOf } from '../../labels/index.ts';
import { abortable } from '../../scope/index.ts';
import { subjectOf } from '../member/family-errors.ts';
import type { Member } from '../member/member.ts';
import type { Shards } from '../network/index.ts';
import type { FamilyProfile } from '../profile/index.ts';
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

export interface MemberDefinitionParts {
  readonly authored: AuthoredFamily;
  readonly settings: FamilySettings;
  readonly identity: FamilyIdentity;
  readonly profile: FamilyProfile | undefined;
  readonly shards: Pick<Shards, 'placeOf'>;
}

const LONGEST_LABEL_BYTES = 4_096;

/** What the author says about members, as their family asks for it. */
export class MemberDefinition {
  readonly #parts: MemberDefinitionParts;
  #warned = false;

  constructor(parts: MemberDefinitionParts) {
    this.#parts = parts;
  }

  /** @throws DocktopusError `spec.invalid` */
  specOf(member: Member, data: unknown): ContainerSpec {
    const { authored, settings, profile } = this.#parts;
    const { spec } = authored.define(member.key, data);
    const placed = placeSpec(spec, {
      family: authored.name,
      name: member.names.container,
      volumes: (mounts) => placeOwnVolumes(mounts, member.names, this.#volumeLabels(member)),
      shard: () => this.#parts.shards.placeOf(member),
      settings,
      profile,
    });
    if (!this.#warned) warnOfImplicitChoices(spec, authored.name);
    this.#warned = true;
    return placed;
  }

  unsafeIn(inspect: ContainerInspect): readonly Difference[] {
    return this.#parts.profile?.differencesOf(inspect) ?? [];
  }

  /** @throws DocktopusError `family.no-data`, `family.key-unknown` */
  async dataOf(member: Member, signal: AbortSignal): Promise<unknown> {
    const { takesData, options } = this.#parts.authored;
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
    if (!this.#parts.authored.options.dataInLabel || data === undefined) return {};
    const text = JSON.stringify(data);
    const bytes = Buffer.byteLength(text);
    if (bytes <= LONGEST_LABEL_BYTES) return { [familyLabels.data]: text };
    throw new DocktopusError('family.invalid', {
      operation: 'family.use',
      subject: this.#parts.authored.name,
      reason: `the data takes ${bytes} bytes as JSON, and dataInLabel takes at most ${LONGEST_LABEL_BYTES}`,
      hint: 'Keep the data elsewhere, and give the family the option load',
    });
  }

  async #load(member: Member, signal: AbortSignal): Promise<unknown> {
    const { name, options, context } = this.#parts.authored;
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
        reason: 'load() returned nothing for the key',
      });
    }
    return await checkedBy(options.data as StandardSchemaV1 | undefined, loaded, 'data', name);
  }

  #noData(member: Member): DocktopusError {
    return new DocktopusError('family.no-data', {
      operation: 'family.use',
      subject: subjectOf(this.#parts.authored.name, member),
      reason: 'use() got only the key, and the member needs its data',
      hint: 'Pass the data to use(), or give the family the option load: (key, ctx) => …',
    });
  }

  #volumeLabels(member: Member): Readonly<Record<string, string>> {
    const { name: family } = this.#parts.authored;
    return {
      ...labelsOf({
        ...this.#parts.identity,
        name: `${family}/${member.names.slug}`,
        lifetime: 'persistent',
      }),
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

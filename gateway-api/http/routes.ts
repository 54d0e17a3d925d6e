import type { CommandInfo } from '../../chaincode/commands/command.js';
import { TRANSACTIONS } from '../../chaincode/contracts/transactions.js';
import type { Bound } from '../../chaincode/contracts/bind.js';

/** One transaction as an HTTP route; everything about it follows from its catalogue row. */
export interface Route {
  /** `<resource>:<act>`. */
  readonly name: string;
  readonly resource: string;
  readonly act: string;
  readonly command: CommandInfo;
  /** Express path, e.g. `/v1/lots/:id/split-transfer`. */
  readonly path: string;
  /** 201 for the act that makes the record, 200 for the others. */
  readonly status: 200 | 201;
}

const IRREGULAR: Readonly<Record<string, string>> = { policy: 'policies', party: 'parties' };

/** The collection a resource's routes stand under. */
export function plural(resource: string): string {
  return IRREGULAR[resource] ?? `${resource}s`;
}

export function kebab(act: string): string {
  return act.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function routeOf(name: string, { command }: Bound): Route {
  const [resource = '', act = ''] = name.split(':');
  const collection = `/v1/${plural(resource)}`;
  const base = { name, resource, act, command };
  if (command.first === true) return { ...base, path: collection, status: 201 };
  const item = command.on === null ? collection : `${collection}/:id`;
  return { ...base, path: `${item}/${kebab(act)}`, status: 200 };
}

/** Every transaction's route. */
export const ROUTES: readonly Route[] = Object.entries<Bound>(TRANSACTIONS).map(([name, bound]) =>
  routeOf(name, bound),
);

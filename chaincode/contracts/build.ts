import 'reflect-metadata';
import { Context, Contract, Returns, Transaction } from '../fabric.js';
import { stubPort, transactionOf } from '../state/stub-port.js';
import type { Bound } from './bind.js';
import { execute } from './execute.js';
import { QUERIES, type Query } from './record.js';

type ContractClass = new () => Contract;
type Method = (context: Context, args: string) => Promise<string>;

/**
 * The contract classes that both peers load, one a resource, one method an act: made from the table,
 * so that a transaction cannot exist without its row. Every method is decorated; nothing else is on the
 * prototype, for an undecorated method would become a callable transaction.
 */
export function contractClasses(
  transactions: Readonly<Record<string, Bound>>,
): readonly ContractClass[] {
  const registry = (name: string): Bound | null =>
    Object.hasOwn(transactions, name) ? (transactions[name] ?? null) : null;
  const methods = Object.entries(transactions).map(([name, bound]) => ({
    name,
    method: (context: Context, args: string): Promise<string> => {
      const transaction = transactionOf(context.stub);
      const port = stubPort(context.stub);
      return execute({ name, bound, registry, port, transaction }, args);
    },
  }));
  return [...grouped([...methods, ...Object.entries(QUERIES).map(queryMethod)])].map(
    ([resource, acts]) => contractClass(resource, acts),
  );
}

function queryMethod([name, query]: [string, Query]): { name: string; method: Method } {
  return {
    name,
    method: (context, args) =>
      query({ port: stubPort(context.stub), transaction: transactionOf(context.stub) }, args),
  };
}

function grouped(
  methods: readonly { name: string; method: Method }[],
): Map<string, ReadonlyMap<string, Method>> {
  const groups = new Map<string, Map<string, Method>>();
  for (const { name, method } of methods) {
    const [resource = '', act = ''] = name.split(':');
    const acts = groups.get(resource) ?? new Map<string, Method>();
    groups.set(resource, acts.set(act, method));
  }
  return groups;
}

function contractClass(resource: string, acts: ReadonlyMap<string, Method>): ContractClass {
  const made = class extends Contract {
    constructor() {
      super(resource);
    }
  };
  for (const [act, method] of acts) {
    // Fabric's dispatcher reads parameter names from the function's text and types from its metadata.
    const named = (context: Context, args: string): Promise<string> => method(context, args);
    Object.defineProperty(made.prototype, act, { value: named, enumerable: true });
    Reflect.defineMetadata('design:paramtypes', [Context, String], made.prototype, act);
    Transaction(!(`${resource}:${act}` in QUERIES))(made.prototype, act);
    Returns('string')(made.prototype, act);
  }
  return made;
}

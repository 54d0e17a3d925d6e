// The only import of fabric-contract-api: named imports of this CommonJS package fail in ES modules.
import api from 'fabric-contract-api';

export const { Context, Contract, Info, Transaction, Returns, Param } = api;
export type Context = InstanceType<typeof api.Context>;
export type Contract = InstanceType<typeof api.Contract>;

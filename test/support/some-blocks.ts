import type { TxSpec } from './chain.js';

const OFFERS = 'offers_BankA_Access';
const MEMBERS = ['BankAMSP', 'AccessMSP'];

/** A block whose content depends on its number alone: writes, overwrites, deletes, policies and private values. */
export function someBlock(number: number): readonly TxSpec[] {
  if (number === 0) return [{ txId: 'genesis' }];
  const lot = `lot${number % 5}`;
  return [
    { txId: `t${number}.0`, writes: { [lot]: `v${number}`, [`own${number}`]: 'x' } },
    { txId: `t${number}.1`, code: 11, writes: { [lot]: 'invalid' } },
    { txId: `t${number}.2`, writes: { [`own${number - 3}`]: null }, policies: { [lot]: 'p' } },
    ...(number % 2 === 0 ? [privateAct(number)] : []),
  ];
}

function privateAct(number: number): TxSpec {
  const writes = { [`offer${number % 3}`]: `rate ${number}`, gone: number % 4 === 0 ? null : 'x' };
  const policies = { [`offer${(number + 1) % 3}`]: `p${number}` };
  return {
    txId: `t${number}.3`,
    private: [
      { collection: OFFERS, members: MEMBERS, writes, policies },
      { collection: 'desk_BankA', members: ['BankAMSP'], writes: { limit: `${number}` } },
    ],
  };
}

import type { KeyObject } from 'node:crypto';
import {
  CommitStatusError,
  connect,
  GatewayError,
  hash,
  StatusCode,
  type Contract,
  type Gateway,
  type GrpcClient,
  type Transaction,
} from '@hyperledger/fabric-gateway';
import { canonicalJson } from '../../chaincode/state/canonical.js';
import { sign } from '../../network/crypto.js';
import { blockNumber, chainInfo, committedAnswer } from './committed.js';
import { CommitUnknown, ContractRefusal, LedgerError, refusalIn } from './errors.js';

/** Somebody who signs: a certificate of an organisation and its key. */
export interface LedgerIdentity {
  readonly mspId: string;
  /** PEM. */
  readonly certificate: string;
  readonly privateKey: KeyObject;
}

export interface Command {
  /** `<resource>:<act>`. */
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** null for PUBLIC; never leaves the members of the collections it touches. */
  readonly secret: Readonly<Record<string, unknown>> | null;
}

/** What the contract answered, and where it is on the ledger. */
export interface Outcome {
  readonly txId: string;
  readonly block: bigint;
  readonly answer: unknown;
  readonly attempts: number;
  /** True when the same reference had done the same before: then nothing was written now. */
  readonly replayed: boolean;
}

export interface LedgerOptions {
  readonly channel: string;
  readonly chaincode: string;
  /** The peer of the identity's own organisation: another's would see the transient data. */
  readonly peer: (mspId: string) => GrpcClient;
  /** Called with each secret (canonical JSON) before its transaction is handed over. */
  readonly keepSecret?: (txId: string, secret: string) => Promise<void>;
}

const ATTEMPTS_MAX = 5;
const ENDORSE_MS = 15_000;
const COMMIT_MS = 30_000;
const BACKOFF_MS = 20;

/** Deadlines on every call: the SDK has none, and a lost transaction would wait for ever. */
const within = (ms: number) => () => ({ deadline: Date.now() + ms });

/** One client for both peers: what is behind `peer` cannot be told from here. */
export class LedgerClient {
  readonly #options: LedgerOptions;
  readonly #gateways = new Map<string, Gateway>();

  constructor(options: LedgerOptions) {
    this.#options = options;
  }

  /** Evaluate a read. @throws ContractRefusal, LedgerError. */
  async evaluate(identity: LedgerIdentity, name: string, args: unknown): Promise<unknown> {
    try {
      const contract = this.#contract(identity);
      const answer = await contract.evaluateTransaction(name, canonicalJson(args));
      return parse(answer);
    } catch (error) {
      throw translated(error);
    }
  }

  /** Evaluate a query of Fabric's own (qscc, cscc); bytes in, bytes out. */
  async system(
    identity: LedgerIdentity,
    call: { readonly chaincode: string; readonly name: string; readonly args: readonly string[] },
  ): Promise<Uint8Array> {
    try {
      const network = this.#gateway(identity).getNetwork(this.#options.channel);
      const contract = network.getContract(call.chaincode);
      return await contract.evaluateTransaction(call.name, ...call.args);
    } catch (error) {
      throw translated(error);
    }
  }

  /**
   * Endorse, submit, and wait for the commit. Conflicts, mismatches and unavailability are tried again,
   * at most 5 times, each as a new transaction; the client reference on the ledger keeps them one.
   * @param condition called each time when a transaction is endorsed and not ordered yet: what it finds
   *   unchanged then was so when the peers read it, or the transaction meets a conflict. What it throws
   *   is thrown, and nothing is ordered.
   * @throws ContractRefusal, LedgerError, CommitUnknown.
   */
  async submit(
    identity: LedgerIdentity,
    command: Command,
    condition: () => Promise<void> = async () => {},
  ): Promise<Outcome> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const done = await this.#once(identity, command, condition);
        return { ...done, attempts: attempt, replayed: false };
      } catch (error) {
        const txId = doneBefore(error);
        if (txId !== null) {
          const done = await this.committed(identity, txId);
          return { ...done, txId, attempts: attempt, replayed: true };
        }
        const again = error instanceof LedgerError && RETRIED.has(error.fault);
        if (!again || attempt === ATTEMPTS_MAX) throw error;
      }
      // Jitter: those that met once shall not meet again.
      await pause(BACKOFF_MS * attempt * (0.5 + Math.random()));
    }
  }

  /** What a transaction of the past answered, and its block. @throws LedgerError when it is not there. */
  async committed(
    identity: LedgerIdentity,
    txId: string,
  ): Promise<{ readonly block: bigint; readonly answer: unknown }> {
    const { channel } = this.#options;
    const ask = (name: string): Promise<Uint8Array> =>
      this.system(identity, { chaincode: 'qscc', name, args: [channel, txId] });
    const { valid, payload } = committedAnswer(await ask('GetTransactionByID'));
    if (!valid) throw new LedgerError('BROKEN', `transaction ${txId} is invalid`, { txId });
    return { block: blockNumber(await ask('GetBlockByTxID')), answer: parse(payload) };
  }

  /** Height of the channel and hash of its newest block, as the identity's peer knows them. */
  async info(identity: LedgerIdentity): Promise<{ height: bigint; currentBlockHash: string }> {
    const args = [this.#options.channel];
    return chainInfo(
      await this.system(identity, { chaincode: 'qscc', name: 'GetChainInfo', args }),
    );
  }

  close(): void {
    for (const gateway of this.#gateways.values()) gateway.close();
    this.#gateways.clear();
  }

  async #once(
    identity: LedgerIdentity,
    { name, args, secret }: Command,
    condition: () => Promise<void>,
  ): Promise<Pick<Outcome, 'txId' | 'block' | 'answer'>> {
    const transientData: { secret?: string } =
      secret === null ? {} : { secret: canonicalJson(secret) };
    const endorsed = await this.#endorse(identity, { name, args, transientData });
    const txId = endorsed.getTransactionId();
    const answer = parse(endorsed.getResult());
    await condition();
    const { secret: kept } = transientData;
    if (kept !== undefined) await this.#options.keepSecret?.(txId, kept);
    return { txId, block: await commit(endorsed, txId), answer };
  }

  async #endorse(
    identity: LedgerIdentity,
    call: {
      name: string;
      args: Readonly<Record<string, unknown>>;
      transientData: { secret?: string };
    },
  ): Promise<Transaction> {
    const proposal = this.#contract(identity).newProposal(call.name, {
      arguments: [canonicalJson(call.args)],
      transientData: { ...call.transientData },
    });
    try {
      return await proposal.endorse();
    } catch (error) {
      throw translated(error, proposal.getTransactionId());
    }
  }

  #contract(identity: LedgerIdentity): Contract {
    const { channel, chaincode } = this.#options;
    return this.#gateway(identity).getNetwork(channel).getContract(chaincode);
  }

  #gateway(identity: LedgerIdentity): Gateway {
    const { mspId, certificate, privateKey } = identity;
    const name = `${mspId}\n${certificate}`;
    const known = this.#gateways.get(name);
    if (known !== undefined) return known;
    const made = connect({
      client: this.#options.peer(mspId),
      identity: { mspId, credentials: Buffer.from(certificate) },
      // The native signer hashes by itself; the SDK's own is pure JavaScript and 40 % of a submit.
      hash: hash.none,
      signer: (message) => sign(privateKey, message),
      evaluateOptions: within(ENDORSE_MS),
      endorseOptions: within(ENDORSE_MS),
      submitOptions: within(ENDORSE_MS),
      commitStatusOptions: within(COMMIT_MS),
    });
    this.#gateways.set(name, made);
    return made;
  }
}

/** A policy fails for good, or because a key's policy changed in the same block: then the next try passes. */
const RETRIED: ReadonlySet<string> = new Set(['CONFLICT', 'MISMATCH', 'POLICY', 'UNAVAILABLE']);

/** gRPC status codes (grpc/status). */
const ABORTED = 10;
const UNAVAILABLE = 14;

/** Hand the transaction over and wait; null is never a block. */
async function commit(endorsed: Transaction, txId: string): Promise<bigint> {
  let submitted;
  try {
    submitted = await endorsed.submit();
  } catch (error) {
    // Refused by the orderer is a no; anything else leaves the outcome open.
    if (error instanceof GatewayError && error.code === UNAVAILABLE) throw translated(error, txId);
    throw new CommitUnknown(txId, error);
  }
  let status;
  try {
    status = await submitted.getStatus();
  } catch (error) {
    if (error instanceof CommitStatusError) throw new CommitUnknown(txId, error);
    throw error;
  }
  if (status.successful) return status.blockNumber;
  throw new LedgerError(faultOf(status.code), `the transaction is invalid (${status.code})`, {
    txId,
  });
}

/** A policy that failed because a key's policy changed in the same block passes when tried again. */
function faultOf(code: number): 'CONFLICT' | 'POLICY' | 'BROKEN' {
  if (code === StatusCode.MVCC_READ_CONFLICT) return 'CONFLICT';
  if (code === StatusCode.PHANTOM_READ_CONFLICT) return 'CONFLICT';
  return code === StatusCode.ENDORSEMENT_POLICY_FAILURE ? 'POLICY' : 'BROKEN';
}

/** A peer's words for a collection of others (core/chaincode/handler.go), or for one that nobody has. */
const NO_MEMBER =
  /does not have (read|write) access permission on privatedata|collection \S+ could not be found/;

/** An error of the SDK in our words; what we do not know is passed on as it is. */
function translated(error: unknown, txId?: string): unknown {
  if (!(error instanceof GatewayError)) return error;
  const peers = error.details.map(({ address, mspId, message }) => ({ address, mspId, message }));
  const refusal = firstRefusal([...peers.map(({ message }) => message), afterColon(error.message)]);
  if (refusal !== null) return refusal;
  const more = { peers, cause: error, ...(txId === undefined ? {} : { txId }) };
  if (error.code === UNAVAILABLE) return new LedgerError('UNAVAILABLE', error.message, more);
  if (
    [error.message, ...peers.map(({ message }) => message)].some((each) => NO_MEMBER.test(each))
  ) {
    return new LedgerError('OUTSIDE', error.message, more);
  }
  if (error.code === ABORTED && error.message.includes('ProposalResponsePayloads do not match')) {
    return new LedgerError('MISMATCH', error.message, more);
  }
  return new LedgerError('BROKEN', error.message, more);
}

function firstRefusal(messages: readonly string[]): ContractRefusal | null {
  for (const message of messages) {
    const refusal = refusalIn(message);
    if (refusal !== null) return refusal;
  }
  return null;
}

/** An evaluation's error has no details: the peer's words follow Fabric's own prefix. */
function afterColon(message: string): string {
  const at = message.indexOf('chaincode response ');
  return at === -1 ? message : message.slice(at);
}

/** The transaction that did this very command before; null when `error` says something else. */
function doneBefore(error: unknown): string | null {
  if (!(error instanceof ContractRefusal) || error.code !== 'REFERENCE_DONE') return null;
  return error.facts['txId'] ?? null;
}

function parse(bytes: Uint8Array): unknown {
  const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  return value;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

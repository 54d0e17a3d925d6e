import { canonicalJson } from '../../chaincode/state/canonical.js';
import { MemoryLedger, type Actor, type Answer, type Submission } from './memory-ledger.js';

/** A secret value as it was sent, and where: `offer:make /offered/rate`. */
export interface Sent {
  readonly where: string;
  readonly value: string;
}

/** A ledger with somebody at the wall: all that was secret, and all that everybody could hear. */
export class TappedLedger extends MemoryLedger {
  readonly secrets: Sent[] = [];
  readonly answers: string[] = [];
  readonly args: string[] = [];

  override async submit(actor: Actor, name: string, submission: Submission): Promise<Answer> {
    const answer = await super.submit(actor, name, submission);
    this.answers.push(canonicalJson(answer));
    this.args.push(canonicalJson(submission.args));
    this.secrets.push(...leaves(name, '', submission.secret ?? {}));
    return answer;
  }

  /** Everything that is in a block for all to read: arguments, answers, events, public state. */
  heard(): string {
    const state = [...this.state].filter(([slot]) => slot.startsWith('|')).map(([, text]) => text);
    const events = this.events.map((event) => canonicalJson(event));
    return [...this.args, ...this.answers, ...events, ...state].join('\n');
  }
}

function leaves(name: string, path: string, value: unknown): Sent[] {
  if (value === null) return [];
  if (typeof value !== 'object') {
    return [
      { where: `${name} ${path}`, value: typeof value === 'string' ? value : canonicalJson(value) },
    ];
  }
  return Object.entries(value).flatMap(([field, part]) =>
    leaves(name, Array.isArray(value) ? path : `${path}/${field}`, part),
  );
}

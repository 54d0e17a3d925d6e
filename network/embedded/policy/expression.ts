import { common, type msp } from '@hyperledger/fabric-protos';

import { decodePrincipal, type Role, rolePrincipal } from '../identity/principal.js';
import { PolicyError } from './policy.js';

type Expression = string | Gate;

interface Gate {
  readonly needed: number;
  readonly rules: readonly Expression[];
}

interface Token {
  readonly kind: 'word' | 'number' | 'principal' | 'mark';
  readonly text: string;
  readonly at: number;
}

const TOKEN = /\s*(?:([A-Za-z]+)|(\d+)|'([^'\\]*)'|"([^"\\]*)"|([(),]))/y;
const PRINCIPAL = /^([A-Za-z0-9.-]+)\.(admin|member|client|peer|orderer)$/;
const ROLES: Readonly<Record<string, Role>> = {
  admin: 'ADMIN',
  member: 'MEMBER',
  client: 'CLIENT',
  peer: 'PEER',
  orderer: 'ORDERER',
};

/**
 * A policy in Fabric's language, such as `AND('CoreMSP.peer', OR('A.peer', 'B.peer'))` or
 * `OutOf(2, …)`, as the envelope that Fabric makes of it, byte for byte: principals are numbered
 * inner gates first and never shared (common/policydsl/policyparser.go).
 * @throws PolicyError where Fabric refuses the text, and for a trailing comma or a count that is no
 * whole number, which Fabric lets pass
 */
export function parsePolicy(text: string): common.SignaturePolicyEnvelope {
  const tokens = tokenise(text);
  const expression = readGate(tokens);
  if (tokens.length > 0) throw unexpected(tokens[0]);
  const principals: msp.MSPPrincipal[] = [];
  const envelope = new common.SignaturePolicyEnvelope();
  envelope.setVersion(0);
  envelope.setRule(buildGate(expression, principals));
  envelope.setIdentitiesList(principals);
  return envelope;
}

/** The shortest text that means the envelope. @throws PolicyError if a principal is no role. */
export function printPolicy(envelope: common.SignaturePolicyEnvelope): string {
  const names = envelope.getIdentitiesList().map(printPrincipal);
  const rule = envelope.getRule();
  if (rule === undefined) throw new PolicyError('an empty rule');
  return printRule(rule, names);
}

function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let at = 0; at < text.trimEnd().length; at = TOKEN.lastIndex) {
    const match = TOKEN.exec(text);
    if (match === null) throw new PolicyError(`unreadable policy at ${at}: ${text.slice(at)}`);
    const [, word, number, single, double, mark] = match;
    if (word !== undefined) tokens.push({ kind: 'word', text: word, at });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, at });
    else if (mark !== undefined) tokens.push({ kind: 'mark', text: mark, at });
    else tokens.push({ kind: 'principal', text: single ?? double ?? '', at });
  }
  return tokens;
}

function readGate(tokens: Token[]): Gate {
  const word = take(tokens, 'word');
  const name = word.text;
  if (!/^(?:AND|And|OR|Or|OUTOF|OutOf|outof)$/.test(name)) throw unexpected(word);
  takeMark(tokens, '(');
  const counted = name.toLowerCase() === 'outof' ? readCount(tokens) : null;
  const rules = readRules(tokens);
  const needed = counted ?? (name.toLowerCase() === 'and' ? rules.length : 1);
  // Fabric lets a gate ask for one rule more than it has: nothing satisfies it.
  if (needed > rules.length + 1) throw new PolicyError(`${needed} out of ${rules.length} rules`);
  return { needed, rules };
}

function readCount(tokens: Token[]): number {
  const quoted = tokens[0]?.kind === 'principal' && /^\d+$/.test(tokens[0].text);
  const count = Number(take(tokens, quoted ? 'principal' : 'number').text);
  takeMark(tokens, ',');
  return count;
}

function readRules(tokens: Token[]): Expression[] {
  const rules: Expression[] = [];
  for (;;) {
    const next = tokens[0];
    rules.push(next?.kind === 'word' ? readGate(tokens) : take(tokens, 'principal').text);
    const mark = take(tokens, 'mark');
    if (mark.text === ')') return rules;
    if (mark.text !== ',') throw unexpected(mark);
  }
}

function take(tokens: Token[], kind: Token['kind']): Token {
  const token = tokens.shift();
  if (token?.kind !== kind) throw unexpected(token);
  return token;
}

function takeMark(tokens: Token[], text: string): void {
  const token = take(tokens, 'mark');
  if (token.text !== text) throw unexpected(token);
}

function unexpected(token: Token | undefined): PolicyError {
  if (token === undefined) return new PolicyError('the policy ends too early');
  return new PolicyError(`unexpected ${JSON.stringify(token.text)} at ${token.at} of the policy`);
}

function buildGate(gate: Gate, principals: msp.MSPPrincipal[]): common.SignaturePolicy {
  const inner = gate.rules.map((rule) =>
    typeof rule === 'string' ? null : buildGate(rule, principals),
  );
  const rules = gate.rules.map((rule, index) =>
    typeof rule === 'string' ? signedBy(rule, principals) : (inner[index] ?? null),
  );
  const outOf = new common.SignaturePolicy.NOutOf();
  outOf.setN(gate.needed);
  outOf.setRulesList(rules.filter((rule) => rule !== null));
  const policy = new common.SignaturePolicy();
  policy.setNOutOf(outOf);
  return policy;
}

function signedBy(name: string, principals: msp.MSPPrincipal[]): common.SignaturePolicy {
  const [, mspId, roleName] = PRINCIPAL.exec(name) ?? [];
  const role = ROLES[roleName ?? ''];
  if (mspId === undefined || role === undefined) {
    throw new PolicyError(`${JSON.stringify(name)} is no principal`);
  }
  const policy = new common.SignaturePolicy();
  policy.setSignedBy(principals.push(rolePrincipal(mspId, role)) - 1);
  return policy;
}

function printRule(rule: common.SignaturePolicy, names: readonly string[]): string {
  const gate = rule.getNOutOf();
  if (gate === undefined) {
    const name = names[rule.getSignedBy()];
    if (name === undefined) throw new PolicyError('a rule names a principal that is not there');
    return name;
  }
  const rules = gate.getRulesList().map((each) => printRule(each, names));
  const needed = gate.getN();
  if (needed === 1) return `OR(${rules.join(', ')})`;
  if (needed === rules.length) return `AND(${rules.join(', ')})`;
  return `OutOf(${[needed, ...rules].join(', ')})`;
}

function printPrincipal(principal: msp.MSPPrincipal): string {
  const decoded = decodePrincipal(principal);
  if (decoded.kind !== 'role') throw new PolicyError('only roles can be written in the language');
  return `'${decoded.mspId}.${decoded.role.toLowerCase()}'`;
}

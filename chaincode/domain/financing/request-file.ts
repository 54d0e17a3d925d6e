import { z } from 'zod';
import { Hex256, Id } from '../identifiers.js';
import { PositiveMoney } from '../money.js';
import { FreeText } from '../text.js';

export const PURPOSE_MAX = 200;
export const CONSENTS_MAX = 20;
export const REJECTED_MAX = 50;

/** What a request asks for: told to each invited bank by itself, committed to in public. */
export const RequestContent = z.strictObject({
  amount: PositiveMoney,
  tenorDays: z.int().min(1).max(3660),
  purpose: FreeText(PURPOSE_MAX),
  /** Commitments of the authorisations that the holder gives with it. */
  consents: z.array(Hex256).max(CONSENTS_MAX),
});
export type RequestContent = z.output<typeof RequestContent>;

/** A request between the holder and one of the banks it was shown to. */
export const RequestFile = z.strictObject({
  id: Id('req'),
  /** Salts the record's hash; differs from bank to bank. */
  seed: Hex256,
  /** Opens the public commitment of the content. */
  opening: Hex256,
  bank: Id('org'),
  holder: Id('org'),
  content: RequestContent,
  /** The bank's offers that the holder turned down. */
  rejected: z.array(Id('ofr')).max(REJECTED_MAX),
});
export type RequestFile = z.output<typeof RequestFile>;

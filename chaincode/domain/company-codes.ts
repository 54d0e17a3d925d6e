import { z } from 'zod';
import { mod97IsOne } from './mod97.js';

/** The 31 symbols of GB 32100-2015, in the order of their values. */
const SYMBOLS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const USCC = /^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$/;

/**
 * A unified social credit code 统一社会信用代码 (GB 32100-2015), by its form alone: real codes exist
 * whose check character does not fit, so a failed check is a warning ({@link inspectUscc}), never a
 * refusal. Refuses with USCC_MALFORMED.
 */
export const Uscc = z.string({ error: 'USCC_MALFORMED' }).regex(USCC, 'USCC_MALFORMED');

export interface UsccFindings {
  /** Of the form that {@link Uscc} takes. */
  readonly valid: boolean;
  /** Character 18 is the one computed from the first 17 (GB 32100-2015). */
  readonly checkOk: boolean;
  /** Character 17 is the one computed from characters 9 to 16 (GB 11714, organisation code). */
  readonly organisationCheckOk: boolean;
}

/** What can be said of a code without asking the registry. */
export function inspectUscc(code: string): UsccFindings {
  const valid = USCC.test(code);
  return {
    valid,
    checkOk: valid && checkCharacter(code) === code.charAt(17),
    organisationCheckOk: valid && organisationCheckCharacter(code) === code.charAt(16),
  };
}

/** Σ value·3^(i−1) over the first 17 characters, complemented to 31 (GB 32100-2015). */
function checkCharacter(code: string): string {
  const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
  const total = weightedSum(code, weights, (character) => SYMBOLS.indexOf(character));
  return SYMBOLS.charAt((31 - (total % 31)) % 31);
}

/** GB 11714: letters count from A = 10; 10 is written X and 11 is written 0. */
function organisationCheckCharacter(code: string): string {
  const weights = [3, 7, 9, 10, 5, 8, 4, 2];
  const total = weightedSum(code.slice(8, 16), weights, (character) => parseInt(character, 36));
  return '0123456789X0'.charAt(11 - (total % 11));
}

function weightedSum(
  text: string,
  weights: readonly number[],
  valueOf: (character: string) => number,
): number {
  return weights.reduce((total, weight, at) => total + weight * valueOf(text.charAt(at)), 0);
}

const LEI = /^[0-9A-Z]{18}(?!0[01]|99)[0-9]{2}$/;

/** A legal entity identifier (ISO 17442). Refuses with LEI_MALFORMED or LEI_CHECK_FAILED. */
export const Lei = z
  .string({ error: 'LEI_MALFORMED' })
  .regex(LEI, { error: 'LEI_MALFORMED', abort: true })
  .refine(mod97IsOne, 'LEI_CHECK_FAILED');

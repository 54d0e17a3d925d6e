import { z } from 'zod';

/**
 * Characters that no text here needs and that make two texts look alike or a line break a file: control
 * and format characters (bidirectional overrides, joiners, byte order marks), line separators, lone
 * surrogates and noncharacters.
 */
const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/u;

/** Blank at either end, of whatever width. */
const UNTRIMMED = /^\p{Zs}|\p{Zs}$/u;

/**
 * One line of text written by a person, of 1 to `max` UTF-16 units. It is taken only as Unicode's NFC
 * writes it, so that one text has one form; never repaired, because what was signed is what is kept.
 * Refuses with TEXT_MALFORMED, TEXT_EMPTY, TEXT_TOO_LONG, TEXT_CHARACTER_FORBIDDEN, TEXT_NOT_TRIMMED or
 * TEXT_NOT_NFC.
 */
export function FreeText(max: number): z.ZodString {
  return z
    .string({ error: 'TEXT_MALFORMED' })
    .min(1, 'TEXT_EMPTY')
    .max(max, { error: 'TEXT_TOO_LONG', abort: true })
    .refine((text) => !FORBIDDEN.test(text), { error: 'TEXT_CHARACTER_FORBIDDEN', abort: true })
    .refine((text) => !UNTRIMMED.test(text), { error: 'TEXT_NOT_TRIMMED', abort: true })
    .refine((text) => text.normalize('NFC') === text, 'TEXT_NOT_NFC');
}

import type { Request } from 'express';
import { z } from 'zod';
import { unitsKey } from '../../chaincode/domain/receivable/units.js';

/** A record as it is read: whatever its kind, it has a version. */
export const Versioned = z.looseObject({ version: z.int() });

/** The key attributes that a path's `{id}` names: parts with colons between them, unit numbers padded. */
export function attributesOf(request: Request): string[] {
  const { id } = request.params;
  const parts = (typeof id === 'string' ? id : '').split(':');
  const isLot = parts[0]?.startsWith('rcv_') === true;
  return parts.map((part, at) =>
    isLot && at === 1 && /^\d{1,18}$/.test(part) ? unitsKey(BigInt(part)) : part,
  );
}

/**
 * Names of the private collections (decisions.md 1), from MSP ids. Written once: the contracts address
 * them, the topology defines them.
 */
export const DIRECTORY = 'directory';
export const CLEARING = 'clearing';

/** A bank's own limits, exposures and work: that bank alone. */
export function deskCollection(bankMsp: string): string {
  return `desk_${bankMsp}`;
}

/** Offers of a bank to the holders of one organisation. */
export function offersCollection(bankMsp: string, orgMsp: string): string {
  return `offers_${bankMsp}_${orgMsp}`;
}

/** What a bank and one organisation agreed: both sign every change. */
export function dealCollection(bankMsp: string, orgMsp: string): string {
  return `deal_${bankMsp}_${orgMsp}`;
}

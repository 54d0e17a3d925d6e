import type { Request } from 'express';
import type { Language } from './problems.js';

/** The reader's language by `Accept-Language`; English when it names neither. */
export function languageOf(request: Request): Language {
  const best = request.acceptsLanguages('en', 'zh-CN', 'zh');
  return typeof best === 'string' && best.startsWith('zh') ? 'zh' : 'en';
}

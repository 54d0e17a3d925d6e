/** A configuration or a definition that cannot be read, or asks for what this peer cannot do. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

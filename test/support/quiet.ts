// Every decorator of fabric-contract-api logs a line; the level is read once, at import.
process.env['CORE_CHAINCODE_LOGGING_LEVEL'] ??= 'error';

import { cryptoHash } from './crypto-hash.tool'
import { cryptoHmac } from './crypto-hmac.tool'
import { randomNumber } from './random-number.tool'
import { randomUuid } from './random-uuid.tool'
import { textDiff } from './text-diff.tool'
import { timeNow } from './time-now.tool'
import { createToolPort } from './tool-port'

/** What expressions cannot do: they know no time and no chance, so that a replay gives the same. */
export const builtInTools = [cryptoHash, cryptoHmac, randomNumber, randomUuid, textDiff, timeNow]

export const toolPort = createToolPort({ tools: builtInTools })

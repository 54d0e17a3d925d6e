import { lotCommands } from '../commands/lot.js';
import { bind } from './bind.js';
import {
  accepting,
  acknowledging,
  lapsing,
  offering,
  performBatch,
  performOnLots,
  rejecting,
  splitOffering,
  splitting,
  withdrawing,
} from './lot-acts.js';

const commands = lotCommands;

export const lotTransactions = {
  'lot:split': bind(commands['lot:split'], (call) => performOnLots(call, [call.args], splitting)),
  'lot:offerTransfer': bind(commands['lot:offerTransfer'], (call) =>
    performOnLots(call, [call.args], offering),
  ),
  'lot:splitTransfer': bind(commands['lot:splitTransfer'], (call) =>
    performOnLots(call, [call.args], splitOffering),
  ),
  'lot:acceptTransfer': bind(commands['lot:acceptTransfer'], (call) =>
    performOnLots(call, [call.args], accepting),
  ),
  'lot:rejectTransfer': bind(commands['lot:rejectTransfer'], (call) =>
    performOnLots(call, [call.args], rejecting),
  ),
  'lot:withdrawOffer': bind(commands['lot:withdrawOffer'], (call) =>
    performOnLots(call, [call.args], withdrawing),
  ),
  'lot:lapse': bind(commands['lot:lapse'], (call) => performOnLots(call, [call.args], lapsing)),
  'lot:acknowledgeNotice': bind(commands['lot:acknowledgeNotice'], (call) =>
    performOnLots(call, [call.args], acknowledging),
  ),
  'lot:batch': bind(commands['lot:batch'], async (call) => {
    const { batch } = call.args;
    switch (batch.act) {
      case 'offerTransfer':
        return performBatch(call, batch.items, offering);
      case 'acceptTransfer':
        return performBatch(call, batch.items, accepting);
      case 'rejectTransfer':
        return performBatch(call, batch.items, rejecting);
      case 'withdrawOffer':
        return performBatch(call, batch.items, withdrawing);
      case 'acknowledgeNotice':
        return performBatch(call, batch.items, acknowledging);
      case 'lapse':
        return performBatch(call, batch.items, lapsing);
    }
  }),
};

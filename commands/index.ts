import type { Command } from '../src/ports/commands/command.ts';
import { deliveryFound } from './delivery/found.ts';
import { deliveryResend } from './delivery/resend.ts';
import { episodeAdd } from './episode/add.ts';
import { episodeAnswer } from './episode/answer.ts';
import { episodeChoice } from './episode/choice.ts';
import { episodeLink } from './episode/link.ts';
import { episodePreview } from './episode/preview.ts';
import { episodeRelease } from './episode/release.ts';
import { episodeRetract } from './episode/retract.ts';
import { episodeSchedule } from './episode/schedule.ts';
import { next } from './next.ts';
import { outletApprove } from './outlet/approve.ts';
import { outletCheck } from './outlet/check.ts';
import { outletConnect } from './outlet/connect.ts';
import { outletDecline } from './outlet/decline.ts';
import { outletDisconnect } from './outlet/disconnect.ts';
import { outletList } from './outlet/list.ts';
import { outletName } from './outlet/name.ts';
import { path } from './path.ts';
import { receipt } from './receipt.ts';
import { seasonCancel } from './season/cancel.ts';
import { seasonEnd } from './season/end.ts';
import { seasonPause } from './season/pause.ts';
import { seasonReload } from './season/reload.ts';
import { seasonResume } from './season/resume.ts';
import { seasonStart } from './season/start.ts';
import { seasonStatus } from './season/status.ts';
import { standings } from './standings.ts';
import { voteClose } from './vote/close.ts';
import { voteDecide } from './vote/decide.ts';
import { voteExtend } from './vote/extend.ts';
import { voteVoid } from './vote/void.ts';

/** Every command there is, in the order in which people are offered them. */
export const commands: readonly Command[] = [
  seasonStart,
  seasonStatus,
  seasonPause,
  seasonResume,
  seasonCancel,
  seasonReload,
  seasonEnd,
  episodePreview,
  episodeRelease,
  episodeLink,
  episodeAdd,
  episodeChoice,
  episodeSchedule,
  episodeAnswer,
  episodeRetract,
  voteClose,
  voteExtend,
  voteVoid,
  voteDecide,
  outletConnect,
  outletDisconnect,
  outletCheck,
  outletList,
  outletName,
  outletApprove,
  outletDecline,
  deliveryFound,
  deliveryResend,
  path,
  next,
  standings,
  receipt,
];

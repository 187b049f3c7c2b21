import { optionId } from '../../../src/core/ids.ts';
import type { PlannedVote } from './voted-season.ts';
import { sealed } from './voted-season.ts';

/** A season in which everything happens that the report can tell. */
export const EVENTFUL: readonly PlannedVote[] = [
  {
    options: ['Call her brother', 'Call the number on the card'],
    episode: { title: 'Clocking In', synopsis: 'Mara finds a card in the till.' },
    choice: { question: 'Who does Mara call?', intended: { [optionId('o0')]: 0.6 } },
    communities: [
      { platform: 'discord', name: 'Night Owls', votes: [70, 20] },
      { platform: 'discord', votes: [30, 44] },
      { platform: 'telegram', name: '@nightshift', votes: [88, 31] },
      { platform: 'telegram', votes: [2, 1] },
      { platform: 'telegram', votes: [3, 3] },
    ],
    curve: Array.from({ length: 40 }, (_, at) => [at / 40, 4 * at + 8, 2 * at + 3] as const),
  },
  {
    options: ['Take the stairs', 'Wait for the lift'],
    episode: { title: 'Blood', synopsis: 'Her brother answers, and he is not alone.' },
    choice: { question: 'How do they leave?' },
    communities: [
      { platform: 'discord', votes: [180, 12] },
      { platform: 'telegram', votes: [95, 9] },
    ],
  },
  {
    options: ['Open the door', 'Pretend nobody is home'],
    episode: { title: 'Six West', synopsis: 'Somebody knocks.' },
    choice: { question: 'What does Mara do?', intended: { [optionId('o0')]: 0.7, [optionId('o1')]: 0.3 } },
    communities: [
      { platform: 'discord', name: 'Night Owls', votes: [60, 81] },
      { platform: 'telegram', name: '@nightshift', votes: [102, 60] },
    ],
    curve: Array.from(
      { length: 50 },
      (_, at) => [at / 50, at < 44 ? 2 * at : 2 * at + (at - 43) * 10, 2.6 * at] as const,
    ),
  },
  {
    options: ['Keep the money', 'Burn it', 'Give it back'],
    episode: { title: 'The Count', synopsis: 'There are nine thousand in the bag.' },
    choice: { question: 'What becomes of the money?' },
    communities: [
      { platform: 'discord', votes: [22, 20, 3] },
      { platform: 'telegram', votes: [18, 18, 2] },
    ],
  },
  {
    options: ['Trust the stranger', 'Run'],
    episode: { title: 'Platform Nine', synopsis: 'The last train is late.' },
    choice: { question: 'Does she trust him?', voting: sealed },
    communities: [
      { platform: 'discord', votes: [85, 61] },
      { platform: 'telegram', votes: [60, 52] },
    ],
  },
];

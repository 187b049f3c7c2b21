/**
 * What the crew of the sandbox's serial show will shoot, written as a story so that the ground truth can follow it. The bot
 * never sees it: it gets one item of a feed at a time, each published after the vote before it.
 */
export const BACK_ROOM = `id: backroom
title: The Back Room
language: en
opening: table
release: { after: 0s }
voting: { lasts: 20h, tie: runoff, runoff: 12h }
episodes:
  table:
    title: Table Nine
    url: https://watch.example/back-room/table-nine
    synopsis: Nights, Ida deals cards behind the bakery. Tonight the new player has her late husband's watch on.
    choice:
      question: The watch stopped at the hour he died. What does Ida do?
      options:
        - { id: ask, label: Asks where he got it, next: receipt }
        - { id: deal, label: Deals on and watches him, next: tell }
  receipt:
    title: The Receipt
    url: https://watch.example/back-room/the-receipt
    synopsis: He bought it on Mill Street, and he has the receipt. The seller signed with Ida's own name.
    choice:
      question: Only one person can write like Ida. Whom does she call?
      options:
        - { id: sister, label: Her sister, next: sister }
        - { id: clerk, label: The clerk on Mill Street, next: clerk }
  tell:
    title: The Tell
    url: https://watch.example/back-room/the-tell
    synopsis: He touches the watch whenever he bluffs. So did her husband. At four in the morning he is all in.
    choice:
      question: Ida holds the better hand. What does she do?
      options:
        - { id: call, label: Calls him, next: clerk }
        - { id: fold, label: Lets him win, next: sister }
  sister:
    title: Two Signatures
    url: https://watch.example/back-room/two-signatures
    synopsis: Rosa sold it to pay for the funeral, and never said so. The watch runs again; Ida winds it herself.
    ending: true
  clerk:
    title: Mill Street
    url: https://watch.example/back-room/mill-street
    synopsis: The shop has been empty for years. On the counter lies a second watch, and it is running.
    ending: true
`;

import { describe, expect, it } from 'vitest';
import { writeReport } from '../../../src/pictures/report/write-report.ts';
import { EVENTFUL } from '../../support/seasons/eventful-season.ts';
import { T0 } from '../../support/seasons/season-specification.ts';
import { sealed, votedSeason, votesFor } from '../../support/seasons/voted-season.ts';

const reportOf = (...season: Parameters<typeof votedSeason>): string =>
  writeReport(votedSeason(...season).insights, T0);
/** As people read it. */
const wordsOf = (page: string): string =>
  page
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]+>/g, '')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');

describe('the writers’ report', () => {
  const words = wordsOf(reportOf(EVENTFUL));

  it('says what stands out, so that a writer can act on it', () => {
    for (const sentence of [
      '“Take the stairs” took 93% of the votes. It was a foregone conclusion.',
      'The vote was nearly even (2 points apart), and the turnout was 28% of the usual.',
      'You expected 70% for “Open the door”. It got 53%.',
      '“Open the door” overtook “Pretend nobody is home” late',
      'Discord preferred “Pretend nobody is home” and Telegram preferred “Open the door”.',
      '“Call her brother” led by 32 points or more from the first look to the end.',
      'The largest step was from “Six West” (303 votes) to “The Count” (83 votes): down 73%.',
      'The next episode takes it up: “brother” in “Blood”.',
      'None of the 4 episodes since mentions it in its title, synopsis or question (looked for: stairs).',
      '“Call the number on the card” (99 votes, 34%) would have led to “If Call the number on the card”. Nobody has seen it.',
      '6 written episodes did not play in this season',
    ])
      expect(words).toContain(sentence);
  });

  it('explains its thresholds, and what it does not know', () => {
    expect(words).toContain('A choice was foregone if one option had 80% or more.');
    expect(words).toContain('is a guess');
    expect(words).toContain('The report knows totals only.');
  });

  it('names no private community and shows no small one apart', () => {
    expect(words).not.toContain('secret');
    const [first] = words.split('2. Blood: ');
    expect(first).toContain('Night Owls90');
    // Of the two smallest, 3 and 6 votes, neither has a line.
    expect(first).not.toMatch(/private group[36]\D/);
  });

  it('of no vote, no votes, one vote, a sealed and a void one says so', () => {
    expect(wordsOf(reportOf([{ communities: [], voids: true }]))).toContain('void');
    expect(wordsOf(reportOf([votesFor(0, 0)]))).toContain('Nobody voted.');
    expect(wordsOf(reportOf([votesFor(1, 0)]))).toContain('One vote was counted, with 1 vote.');
    expect(wordsOf(reportOf([{ ...votesFor(9, 4), choice: { voting: sealed } }]))).toContain(
      'sealed until the end',
    );
  });

  it('is one file without scripts, addresses or anything to load', () => {
    const page = reportOf(EVENTFUL);
    expect(page).not.toMatch(/<script|<img|<link|href="(?!#)|src=|url\(|@import|style="|\son\w+=/);
    expect(page).toContain('http-equiv="Content-Security-Policy"');
  });

  it('takes titles, questions and labels for text, whatever they contain', () => {
    const evil = '</title><script>alert(1)</script><img src=x onerror=alert(1)>"\'&amp;\u202e\u0000';
    const page = reportOf(
      [
        {
          communities: [
            { votes: [50, 1], name: evil },
            { votes: [1, 30], name: evil, platform: 'telegram' },
          ],
          options: [evil, 'Run'],
          episode: { title: evil, synopsis: evil },
          choice: { question: evil },
          curve: [0.1, 0.2, 0.3, 0.4, 0.5].map((time) => [time, 5, 9] as const),
        },
      ],
      { title: evil, language: 'de' },
    );
    expect(page).not.toMatch(/<script|<img|\u202e|\0/);
    expect(page.match(/<\/title>/g)).toHaveLength(1);
    expect(wordsOf(page)).toContain('&lt;script&gt;');
  });

  it('of a season of two hundred votes is made within a second', () => {
    const season = votedSeason(
      Array.from({ length: 200 }, (_, index) => ({
        ...votesFor(30 + (index % 40), 20 + (index % 7)),
        curve: Array.from({ length: 60 }, (_, at) => [at / 60, at + 9, at + 3] as const),
      })),
    );
    const began = performance.now();
    const page = writeReport(season.insights, T0);
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(page.length).toBeLessThan(2_000_000);
    expect(page.match(/<article/g)).toHaveLength(200);
  });
});

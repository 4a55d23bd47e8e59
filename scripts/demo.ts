// biome-ignore-all lint/style/noProcessEnv: NO_COLOR and REDIS_URL are the person's wishes
// Plays against the local stand-ins, with the built bot as its own process, and prints what each person sees: the moment
// that matters most, or with --all the whole journey. --keep leaves everything running; --write plays the whole and saves the
// transcript in docs/transcript.md.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { howToUse, untilInterrupted } from './demo/keep.ts';
import { toMarkdown } from './demo/markdown.ts';
import { createPlay, type Play } from './demo/play.ts';
import { bringYourOwn } from './demo/scenes/byon.ts';
import { codeAgain, twoAtOnce } from './demo/scenes/byon-team.ts';
import { codeTrouble } from './demo/scenes/byon-trouble.ts';
import { connectBrought, rotateAndDisconnect } from './demo/scenes/channels.ts';
import { connectNumber } from './demo/scenes/connect.ts';
import { askAndWithdraw, priceChanged } from './demo/scenes/difference.ts';
import { answerLost, deny } from './demo/scenes/endings.ts';
import { soldThenAnother } from './demo/scenes/instead.ts';
import { look } from './demo/scenes/look.ts';
import { numbersAndHome } from './demo/scenes/numbers.ts';
import { approveAndTrack, refuse, searchAndRequest } from './demo/scenes/order.ts';
import { proof } from './demo/scenes/proof.ts';
import { autoApproved, twoApprovers } from './demo/scenes/rules.ts';
import { settledByHand } from './demo/scenes/settle.ts';
import { approveSeveral } from './demo/scenes/several.ts';
import { shortPlay } from './demo/scenes/short.ts';
import { threeNumbers } from './demo/scenes/three-numbers.ts';
import { givenBack, handedOver } from './demo/scenes/unused.ts';
import { nobodyDecides } from './demo/scenes/waiting.ts';
import { adopted, watched } from './demo/scenes/watched.ts';
import { createSight } from './demo/sight.ts';
import { botReady, type Stage, setStage } from './demo/stage.ts';
import { asInEveryRun, asItIs } from './demo/steady.ts';
import { type Claim, claimsOf, shortClaims } from './demo/summary.ts';
import { createPaint, createTerminal } from './demo/terminal.ts';
import { createTranscript, type Transcript } from './demo/transcript.ts';
import { DemoFailure } from './demo/wait.ts';

const { values: wish } = parseArgs({
  options: {
    all: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
/** Fits the rest of a line. */
const NEXT = ' All scenes: npm run demo -- --all. In a browser: npm run playground.';
const isWhole = wish.all || wish.write;
const FILE = new URL('../docs/transcript.md', import.meta.url);

const steady = wish.write ? asInEveryRun(Date.now()) : asItIs();
const paint = createPaint(process.stdout.isTTY, process.env.NO_COLOR);
const say = (text: string) => process.stdout.write(text);
const transcript = createTranscript(createTerminal(say, paint), steady.ids);

async function playAll(play: Play): Promise<void> {
  const card = await searchAndRequest(play);
  await refuse(play, card);
  await approveAndTrack(play, card);
  await twoApprovers(play);
  await autoApproved(play);
  await threeNumbers(play);
  const unneeded = await approveSeveral(play);
  await nobodyDecides(play);
  await deny(play);
  await askAndWithdraw(play, await priceChanged(play));
  await soldThenAnother(play);
  await answerLost(play);
  await settledByHand(play);
  const brought = await bringYourOwn(play);
  await twoAtOnce(play);
  await codeTrouble(play);
  await codeAgain(play);
  await connectNumber(play, card);
  await connectBrought(play, brought);
  await rotateAndDisconnect(play, card, brought);
  await watched(play, card);
  await adopted(play);
  await handedOver(play);
  await givenBack(play, unneeded);
  await numbersAndHome(play);
  await look(play, play.idOn(card));
  await proof(play, play.idOn(card));
}

function sumUp(claims: readonly Claim[], to: Transcript, next = ''): boolean {
  to.step('What happened, counted at Slack and at Vobiz');
  to.shows(
    'Summary',
    claims.map(({ says, holds }) => `${holds ? '✓' : '✗ NOT TRUE:'} ${says}`),
  );
  const wrong = claims.filter(({ holds }) => !holds).length;
  to.aside(
    wrong === 0
      ? `All of it holds.${next}`
      : `${wrong} of ${claims.length} claims do not hold: see above.`,
  );
  return wrong === 0;
}

/** Whether everything the play claims of itself is true. */
async function perform(stage: Stage): Promise<boolean> {
  await botReady(stage);
  transcript.aside(
    isWhole
      ? 'The bot is dist/main.js, a process of its own with its own Redis. Slack and Vobiz are stand-ins on this machine. Nothing here is real.'
      : 'One approval is one purchase, even when an answer gets lost. Nothing here is real.',
  );
  const play = createPlay(stage, transcript, createSight(stage.slack, steady));
  await (isWhole ? playAll(play) : shortPlay(play));
  const holds = isWhole
    ? sumUp(claimsOf(stage), transcript)
    : sumUp(shortClaims(stage), transcript, NEXT);
  if (wish.write && holds) await writeFile(FILE, toMarkdown(transcript.entries()));
  return holds;
}

const stage = await setStage(process.env.REDIS_URL);
const interrupted = untilInterrupted();
try {
  const holds = await Promise.race([perform(stage), interrupted.then(() => undefined)]);
  if (!holds) process.exitCode = 1;
  if (wish.keep && holds !== undefined) {
    say(howToUse(stage));
    await interrupted;
  }
} catch (error) {
  process.exitCode = 1;
  const why = error instanceof DemoFailure ? error.message : String((error as Error).stack);
  process.stderr.write(`\nThe demo failed. ${why}\n`);
} finally {
  const code = await stage.strike();
  if (code !== 0) {
    process.exitCode = 1;
    process.stderr.write(`\nThe bot ended with exit code ${code}.\n`);
  }
}

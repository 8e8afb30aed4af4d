import Anser from 'anser';

/** A piece of a line that is shown in one way. */
export interface StyledRun {
  readonly text: string;
  /** Names of classes: `ansi-red`, `ansi-bg-blue`, `ansi-bold`; no other text ever gets here. */
  readonly classes: readonly string[];
}

const ESCAPE = String.fromCharCode(0x1b);
const BELL = String.fromCharCode(0x07);
const END = `(?:${BELL}|${ESCAPE}\\\\)?`;
/** Sequences that are no colours: titles and links, private strings, single commands. Bounded: it takes linear time. */
const OTHER_SEQUENCES = new RegExp(
  `${ESCAPE}(?:[\\]PX^_][^${BELL}${ESCAPE}]{0,4096}${END}|[ -/]{0,8}[0-OQ-WYZ\\\\^-~])`,
  'g',
);
const CONTROLS = /(?![\t\n])\p{Cc}/gu;
/** Marks that turn the direction of text, with which a line can show something other than it holds. */
const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/g;
const CLASS = /^ansi-[a-z-]+$/;

/** Takes a line of a log apart by its ANSI colours. What a terminal would do otherwise (move, erase, ring) is left out. */
export function styledRuns(line: string): readonly StyledRun[] {
  if (!line.includes(ESCAPE)) return [{ text: plain(line), classes: [] }];
  const cleaned = line.replace(OTHER_SEQUENCES, '');
  return Anser.ansiToJson(cleaned, { use_classes: true, remove_empty: true }).map(
    ({ content, fg, bg, decorations }) => ({
      text: plain(content),
      classes: [fg, bg?.replace(/^ansi-/, 'ansi-bg-'), ...decorations.map((each) => `ansi-${each}`)].filter(
        (name): name is string => typeof name === 'string' && CLASS.test(name),
      ),
    }),
  );
}

function plain(text: string): string {
  return text.replace(CONTROLS, '').replace(DIRECTION, '�');
}

import 'uplot/dist/uPlot.min.css';
import uPlot from 'uplot';
import type { StatsSample } from '../../api/index.ts';
import { sizeText } from '../text/size-text.ts';

interface Figure {
  readonly title: string;
  readonly series: readonly {
    readonly label: string;
    readonly value: (sample: StatsSample, before?: StatsSample) => number | null;
  }[];
  readonly text: (value: number) => string;
}

const percent = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} %`;
const perSecond = (value: number) => `${sizeText(value)}/s`;

const FIGURES: readonly Figure[] = [
  { title: 'CPU', text: percent, series: [{ label: 'of one CPU', value: ({ cpuPercent }) => cpuPercent }] },
  { title: 'Memory', text: sizeText, series: [{ label: 'in use', value: ({ memoryBytes }) => memoryBytes }] },
  {
    title: 'Network',
    text: perSecond,
    series: [
      { label: 'received', value: (sample, before) => rate(sample, before, 'networkReceivedBytes') },
      { label: 'sent', value: (sample, before) => rate(sample, before, 'networkSentBytes') },
    ],
  },
  {
    title: 'Disk',
    text: perSecond,
    series: [
      { label: 'read', value: (sample, before) => rate(sample, before, 'blockReadBytes') },
      { label: 'written', value: (sample, before) => rate(sample, before, 'blockWrittenBytes') },
    ],
  },
];

const HEIGHT = 150;

/** The plots of one container, drawn with uPlot. */
export class Plots {
  readonly #place: HTMLElement;
  readonly #plots: readonly uPlot[];
  readonly #resized: ResizeObserver;

  constructor(place: HTMLElement) {
    this.#place = place;
    const colours = getComputedStyle(place);
    this.#plots = FIGURES.map((figure) => makePlot(place, figure, colours));
    this.#resized = new ResizeObserver(() => this.#fit());
    this.#resized.observe(place);
  }

  draw(samples: readonly StatsSample[]): void {
    const times = samples.map(({ at }) => Date.parse(at) / 1000);
    this.#plots.forEach((plot, i) => {
      const lines = FIGURES[i]!.series.map(({ value }) =>
        samples.map((sample, at) => value(sample, samples[at - 1])),
      );
      plot.setData([times, ...lines] as uPlot.AlignedData);
    });
  }

  close(): void {
    this.#resized.disconnect();
    for (const plot of this.#plots) plot.destroy();
  }

  #fit(): void {
    for (const plot of this.#plots) plot.setSize({ width: widthIn(this.#place), height: HEIGHT });
  }
}

function makePlot(place: HTMLElement, { title, series, text }: Figure, colours: CSSStyleDeclaration): uPlot {
  const colour = (name: string) => colours.getPropertyValue(name).trim();
  const axis = {
    stroke: colours.color,
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
  };
  const strokes = [colour('--accent'), colour('--second')];
  return new uPlot(
    {
      title,
      width: widthIn(place),
      height: HEIGHT,
      cursor: { drag: { x: false, y: false } },
      legend: { live: true },
      scales: { y: { range: (_, __, max) => [0, max > 0 ? max * 1.1 : 1] } },
      axes: [axis, { ...axis, size: 74, values: (_, splits) => splits.map(text) }],
      series: [
        {},
        ...series.map(({ label }, i) => ({
          label,
          stroke: strokes[i] ?? colours.color,
          width: 1.5,
          points: { show: false },
          value: (_: uPlot, value: number | null) => (value === null ? '–' : text(value)),
        })),
      ],
    },
    [[], ...series.map(() => [])],
    place,
  );
}

/** Two beside each other where there is room. */
function widthIn(place: HTMLElement): number {
  const width = place.clientWidth;
  return Math.floor(width > 800 ? (width - 16) / 2 : width);
}

type Counter = 'networkReceivedBytes' | 'networkSentBytes' | 'blockReadBytes' | 'blockWrittenBytes';

function rate(sample: StatsSample, before: StatsSample | undefined, counter: Counter): number | null {
  const seconds = before === undefined ? 0 : (Date.parse(sample.at) - Date.parse(before.at)) / 1000;
  // A counter that has fallen is that of another start of the container.
  if (before === undefined || seconds <= 0 || sample[counter] < before[counter]) return null;
  return (sample[counter] - before[counter]) / seconds;
}

import { getHeapCodeStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** The memory that is in use after everything that can be freed has been, in bytes. */
export async function heapInUse(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/**
 * The same without what V8 has compiled, in bytes. It goes on compiling what runs most for as long as a service runs, and lets
 * go of what has not run lately: that is nothing that the service holds.
 */
export async function dataInUse(): Promise<number> {
  const inUse = await heapInUse();
  const { code_and_metadata_size: code, bytecode_and_metadata_size: bytecode } = getHeapCodeStatistics();
  return inUse - code - bytecode;
}

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
 * The same without compiled code, in bytes. V8 compiles hot functions and drops cold ones for as long as a service runs, and
 * the service holds none of that itself.
 */
export async function dataInUse(): Promise<number> {
  const inUse = await heapInUse();
  const { code_and_metadata_size: code, bytecode_and_metadata_size: bytecode } = getHeapCodeStatistics();
  return inUse - code - bytecode;
}

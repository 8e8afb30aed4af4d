import { type Parsed, parsed, refused } from '../../input/index.ts';

/** `os/arch[/variant]` in lower case, as `docker run --platform`; a bare `os` or `arch` is taken as Docker takes it. */
export function parsePlatform(text: string): Parsed<string> {
  const platform = text.toLowerCase();
  return /^[a-z0-9_-]+(?:\/[a-z0-9_-]+){0,2}$/.test(platform)
    ? parsed(platform)
    : refused('os/arch or os/arch/variant, such as linux/arm64');
}

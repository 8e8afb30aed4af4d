import { loadProject } from './load-project.ts';
import { ALL_STEPS } from './load-steps.ts';

/** A service `a` as it is after loading, without what is there in any case, and the paths of what is wrong. */
export async function loadTexts(...contents: readonly string[]) {
  const files = contents.map((content, index) => ({ name: `${index + 1}.yaml`, content }));
  const options = {
    processEnv: false,
    env: { HOME: '/home/user' },
    projectName: 'shop',
    workingDir: '/project',
  };
  const { model, problems } = await loadProject(files, options, ALL_STEPS);
  const { command, entrypoint, image, networks, ...service } = model?.services.a ?? {};
  return {
    paths: problems.issues.map(({ path }) => path),
    expected: problems.issues.map(({ expected }) => expected),
    service: {
      ...service,
      ...(command && { command }),
      ...(entrypoint && { entrypoint }),
      ...(image === 'x' ? {} : { image }),
      ...(JSON.stringify(networks) === '{"default":null}' || !networks ? {} : { networks }),
    },
  };
}

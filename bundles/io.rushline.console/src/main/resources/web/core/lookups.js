/** Names that clips refer to: projects by their last known name, and other clips. Topic `names`: there are new ones, `projects`: among these. */
import {call, Problem} from './api.js';
import {stream} from './stream.js';
import {on, tell} from './topics.js';

let projects = [];
let known; // of what the list of projects follows from
const clips = new Map(); // item id → the clip; null while it is asked for or where there is none

/** Every project that ever had a clip here: {id, name}. */
export const allProjects = () => projects;

/** undefined where nobody knows it. */
export function projectName(id) {
  const {connection} = stream.status ?? {};
  return id && connection?.projectId === id && connection.project || projects.find((project) => project.id === id)?.name;
}

/** Another clip; undefined until the device has answered. */
export function clip(id) {
  if (!clips.has(id)) {
    clips.set(id, null);
    quietly(async () => clips.set(id, await call('GET', `queue/${id}`)));
  }
  return clips.get(id) ?? undefined;
}

on('item', (item) => clips.has(item.id) && clips.set(item.id, item));
on('joined', () => clips.clear());
on('status', () => {
  const {connection, queue} = stream.status;
  const now = queue && JSON.stringify([connection?.projectId, connection?.project, queue.counts.UPLOADING > 0]);
  if (now && now !== known) {
    known = now;
    quietly(async () => {
      ({projects} = await call('GET', 'projects'));
      tell('projects');
    });
  }
});

/** Without a name there is less to read, and nothing to tell: what else the device has to say shows elsewhere. */
async function quietly(run) {
  try {
    await run();
    tell('names');
  } catch (error) {
    if (!(error instanceof Problem)) {
      throw error;
    }
  }
}

/** The networks this device knows, and the change that waits for its confirmation. Topic `networks`: something of it was renewed. */
import {call, read} from './api.js';
import {stream} from './stream.js';
import {on, tell} from './topics.js';

export const networks = {
  /** null while nobody knows: this device has no NetworkManager, or it is away. */
  known: null,
  /** What can be heard; null before the first look. */
  heard: null,
  scanning: false,
  trial: null,
  /** What each is for and has carried; null while nobody knows. */
  uses: null,
  /** Of which kind of links the main one is taken; null where nobody can choose. */
  kinds: null,
  /** How much clips may use of the links; null before the first look. */
  bandwidth: null,
};

/** Reads what is known. */
export async function loadNetworks() {
  const [known, uses, kinds, bandwidth] = await Promise.all(['profiles', 'rules', 'kinds', 'bandwidth'].map((path) => read(`network/${path}`)));
  networks.known = known?.profiles ?? null;
  networks.uses = uses?.networks ?? null;
  networks.kinds = kinds?.kinds ?? null;
  networks.bandwidth = bandwidth ?? networks.bandwidth; // what somebody is about to change stays while the uploader is replaced
  await loadTrial();
}

async function loadTrial() {
  networks.trial = (await read('network/trial'))?.trial ?? null;
  tell('networks');
}

/** Listens which Wi-Fis are there; takes up to 20 s. */
export async function scan() {
  networks.scanning = true;
  tell('networks');
  try {
    networks.heard = (await call('POST', 'network/scan', {})).accessPoints;
  } finally {
    networks.scanning = false;
    tell('networks');
  }
}

/** Whether this device is an access point itself. */
export const hotspotIsOpen = () => Boolean(stream.status?.network?.links.some(({state}) => state === 'HOTSPOT'));

/** Joins a known network. Who came over the hotspot has no way to confirm it: there, what fails comes back by itself, and what does not is what was wanted. */
export const join = ({id, kind}) => change('POST', `profiles/${id}/connect`, kind === 'WIFI' && hotspotIsOpen() ? {confirmWithinSeconds: 0} : {});

/** Does something to the networks and reads them anew, whatever has come of it. */
export async function change(method, path, body) {
  try {
    return await call(method, `network/${path}`, body);
  } finally {
    await loadNetworks();
  }
}

/** From now on clips may use no more. */
export async function limitBandwidth(wanted) {
  networks.bandwidth = await call('PUT', 'network/bandwidth', wanted);
  tell('networks');
}

on('joined', () => loadTrial());

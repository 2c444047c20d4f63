// Requests to the server, and the stream of its events.

const BASE = "/api/playground/";

async function read(response) {
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

export const get = async (path, asked = {}) =>
  read(await fetch(`${BASE}${path}?${new URLSearchParams(asked)}`));

// Each action of a person has an id. A retry sends the same id, so the action takes effect once.
const newId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

export const act = (path, what) => post(path, "application/json", JSON.stringify({ id: newId(), ...what }));

// Sends a file as the body, and its description in a header.
export function share(what, file) {
  const about = encodeURIComponent(JSON.stringify({ id: newId(), ...what, name: file.name.slice(-200) }));
  return post("file", "application/octet-stream", file, { "X-Attune-File": about });
}

async function post(path, type, body, more = {}) {
  const headers = { "Content-Type": type, "X-Attune": "1", ...more };
  const send = () => fetch(BASE + path, { method: "POST", headers, body });
  try {
    return await read(await send().catch(send));
  } catch (error) {
    const lost = error instanceof TypeError || error instanceof SyntaxError;
    throw lost ? new Error("Attune cannot be reached. Is it still running?") : error;
  }
}

export function listen(who, on) {
  const source = new EventSource(`${BASE}events?${new URLSearchParams({ who })}`);
  for (const [name, handler] of Object.entries(on)) {
    source.addEventListener(name, (event) => handler(event.data ? JSON.parse(event.data) : {}));
  }
  return source;
}
